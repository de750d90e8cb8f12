package resolvers

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/kithgraph/kith/internal/picture"
)

// TestALeavingReaderIsNoError holds that the log says nothing of a reader of many pages who
// leaves between two of them, and says what fails while the reader waits.
func TestALeavingReaderIsNoError(t *testing.T) {
	for _, left := range []bool{true, false} {
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		var pages iter.Seq2[picture.File, error] = func(yield func(picture.File, error) bool) {
			if !yield(picture.File{Format: picture.SVG, Body: []byte("<svg/>")}, nil) {
				return
			}
			err := errors.New("the disk is full")
			if left {
				leave()
				err = ctx.Err()
			}
			yield(picture.File{}, err)
		}
		var log bytes.Buffer
		s := &server{log: slog.New(slog.NewTextHandler(&log, nil))}
		s.sendPages(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/export/orgchart.svg", nil), pages)
		if said := log.Len() > 0; said == left {
			t.Errorf("the reader has left: %v, and the log says %q", left, log.String())
		}
	}
}
