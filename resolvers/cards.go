package resolvers

import (
	"net/http"
	"net/url"

	"github.com/kithgraph/kith/export/brief"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema"
)

// handover describes what one of ours hands over: ?person=ID, and account.
func handover(v *schema.View, q url.Values) (*brief.Document, error) {
	r, err := v.Kept.Handover(v.View.View, analysis.HandoverQuery{Person: graph.ID(q.Get("person")), Account: graph.ID(q.Get("account"))})
	if err != nil {
		return nil, err
	}
	return brief.Handover(v.View.View, r), nil
}

// moveCard describes the move of a contact: ?person=ID, and on.
func moveCard(v *schema.View, q url.Values) (*brief.Document, error) {
	on, err := graph.ParseDate(q.Get("on"))
	if err != nil {
		return nil, err
	}
	c, err := v.Kept.CardOfMove(v.View.View, analysis.MoveCardQuery{Person: graph.ID(q.Get("person")), On: on})
	if err != nil {
		return nil, err
	}
	return brief.MoveCard(v.View.View, c), nil
}

// documents serves a document at path.html as a page, and at path.md as Markdown.
// asOf, knownAt and draft say of which view it is.
func (s *server) documents(mux *http.ServeMux, path string, describe func(v *schema.View, q url.Values) (*brief.Document, error)) {
	serve := func(mediaType string, write func(*brief.Document) []byte) http.HandlerFunc {
		return s.reading(func(w http.ResponseWriter, r *http.Request) {
			defer s.stopped(w, "document", "written")
			tag, has := s.hasFile(w, r)
			if has {
				return
			}
			d, err := s.document(r, describe)
			if err == nil {
				sendFile(w, r, tag, mediaType, "", write(d))
				return
			}
			s.refuse(w, "document", "written", err)
		})
	}
	mux.HandleFunc("GET "+path+".html", serve("text/html; charset=utf-8", (*brief.Document).HTML))
	mux.HandleFunc("GET "+path+".md", serve("text/markdown; charset=utf-8", (*brief.Document).Markdown))
}

func (s *server) document(r *http.Request, describe func(v *schema.View, q url.Values) (*brief.Document, error)) (*brief.Document, error) {
	leave, err := s.gate.enter(r.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, err := s.pin(r.Context())
	if err != nil {
		return nil, err
	}
	v, err := s.viewOf(ctx, r.URL.Query())
	if err != nil {
		return nil, err
	}
	return describe(v, r.URL.Query())
}
