package gqlserve

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// encode returns a response as JSON. It has data unless there are only errors,
// and it copies data as it is, which generated code has already encoded.
func encode(r *graphql.Response) ([]byte, error) {
	b := make([]byte, 0, len(r.Data)+64)
	b = append(b, '{')
	if len(r.Errors) > 0 {
		errs, err := json.Marshal(r.Errors)
		if err != nil {
			return nil, fmt.Errorf("encoding errors: %w", err)
		}
		b = append(append(b, `"errors":`...), errs...)
	}
	if data := r.Data; len(data) > 0 || len(r.Errors) == 0 {
		if len(data) == 0 {
			data = json.RawMessage("null")
		}
		if len(r.Errors) > 0 {
			b = append(b, ',')
		}
		b = append(append(b, `"data":`...), data...)
	}
	if len(r.Extensions) > 0 {
		extensions, err := json.Marshal(r.Extensions)
		if err != nil {
			return nil, fmt.Errorf("encoding extensions: %w", err)
		}
		b = append(append(b, `,"extensions":`...), extensions...)
	}
	return append(b, '}'), nil
}

// encodeErrors returns the answer to a request that did not run.
func encodeErrors(errs gqlerror.List) []byte {
	b, err := encode(&graphql.Response{Errors: errs})
	if err != nil { // an extension that cannot be encoded
		b, _ = encode(&graphql.Response{Errors: gqlerror.List{newInternal()}})
	}
	return b
}

// oneLine returns JSON without line breaks, which an event could not carry.
func oneLine(b []byte) []byte {
	if bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	var out bytes.Buffer
	if json.Compact(&out, b) != nil {
		return b
	}
	return out.Bytes()
}
