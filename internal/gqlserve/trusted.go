package gqlserve

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// trusted are the documents that alone may run.
type trusted struct {
	texts  map[string]string   // by the id that a client sends
	hashes map[string]struct{} // of the texts
}

// Trust lets only these documents run from now on, by id. A client sends the id as
// documentId, as extensions.persistedQuery.sha256Hash, or the whole text, which must
// then be one of them to the letter. Automatic persisted queries are off. It fails,
// and trusts nothing, when one of them could not run: it is not valid here, or is over a
// limit that does not depend on its variables. Call it before the handler serves.
func (h *Handler) Trust(documents map[string]string) error {
	t := &trusted{texts: documents, hashes: make(map[string]struct{}, len(documents))}
	var wrong []error
	for _, id := range slices.Sorted(maps.Keys(documents)) {
		if _, errs := h.document(documents[id]); errs != nil {
			wrong = append(wrong, fmt.Errorf("document %s: %w", shorten(id), errs))
		}
		t.hashes[hashOf(documents[id])] = struct{}{}
	}
	if wrong != nil {
		return errors.Join(wrong...)
	}
	h.trusted = t
	return nil
}

// find puts the text of the document that is asked for in its place.
func (t *trusted) find(p *params) *gqlerror.Error {
	id := p.document
	if extension := p.extensions["persistedQuery"]; id == "" && extension != nil {
		hash, refused := persistedHash(extension)
		if refused != nil {
			return refused
		}
		id = hash
	}
	if id == "" || p.query != "" {
		if _, ok := t.hashes[hashOf(p.query)]; !ok {
			return NewError(CodeNotTrusted, "this query is none of the documents that may run here")
		}
		return nil
	}
	text, ok := t.texts[id]
	if !ok {
		text, ok = t.texts[strings.TrimPrefix(id, "sha256:")]
	}
	if !ok {
		return NewError(CodeNotTrusted, "no document that may run here goes by the id %s", shorten(id))
	}
	p.query = text
	return nil
}

// ParseManifest reads a list of trusted documents as the tools of clients write it: a
// JSON object from id to text (relay-compiler, graphql-codegen's client preset), or
// Apollo's manifest with its list of operations, each with id and body.
func ParseManifest(data []byte) (map[string]string, error) {
	var apollo struct {
		Format     string `json:"format"`
		Version    int    `json:"version"`
		Operations []struct {
			ID   string `json:"id"`
			Body string `json:"body"`
		} `json:"operations"`
	}
	documents := map[string]string{}
	if err := json.Unmarshal(data, &apollo); err == nil && apollo.Format != "" {
		if apollo.Format != "apollo-persisted-query-manifest" || apollo.Version != 1 {
			return nil, fmt.Errorf("the format is %s in version %d, wanted apollo-persisted-query-manifest in version 1", shorten(apollo.Format), apollo.Version)
		}
		for _, o := range apollo.Operations {
			if was, ok := documents[o.ID]; ok && was != o.Body {
				return nil, fmt.Errorf("two documents have the id %s", shorten(o.ID))
			}
			documents[o.ID] = o.Body
		}
	} else if err := json.Unmarshal(data, &documents); err != nil {
		return nil, fmt.Errorf("a JSON object from id to document is wanted: %w", err)
	}
	for id, text := range documents {
		if id == "" || text == "" {
			return nil, fmt.Errorf("id and document must not be empty: %q is %q", shorten(id), shorten(text))
		}
	}
	if len(documents) == 0 {
		return nil, errors.New("there is no document in it")
	}
	return documents, nil
}
