package gqlserve_test

import (
	"net/http/httptest"
	"testing"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

// BenchmarkPost is one small query whose document is remembered, from request
// to answer.
func BenchmarkPost(b *testing.B) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, post("query($i:ID!){node(id:$i){id}}", `{"i":"book:1"}`))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}
