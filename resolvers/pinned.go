package resolvers

import (
	"context"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/schema"
)

// An answer about a day and a revision that are both named stays right, whatever is
// written later: only an erasure, which changes what was, makes another of it, and so does
// that the view is no longer today's, because then its ids name it. Who has it already
// is told so before anything is worked out.

// pinnedTo returns what decides the answer of a query whose fields all name a day and a
// revision, and the empty string for any other.
func (s *server) pinnedTo(ctx context.Context) string {
	op := graphql.GetOperationContext(ctx)
	var days []string
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		if f.Name == "__typename" {
			continue
		}
		arguments := f.ArgumentMap(op.Variables)
		day, known := arguments["asOf"], believed(arguments["knownAt"])
		if day == nil || known == nil || arguments["draftId"] != nil {
			return ""
		}
		asOf, err := graph.ParseDate(fmt.Sprint(day))
		if err != nil {
			return ""
		}
		to := pinnedDay(ctx, asOf, known)
		if to == "" {
			return ""
		}
		days = append(days, to)
	}
	if len(days) == 0 {
		return ""
	}
	return gqlserve.ETag(append(days, decided(ctx)...)...)
}

// pinnedDay returns what decides what a view says, "" where its revision is not settled
// yet.
func pinnedDay(ctx context.Context, asOf graph.Date, k *schema.KnownAt) string {
	p := pinned(ctx)
	switch {
	case asOf == 0:
		return ""
	case k.Time != nil:
		if !k.Time.Before(p.snap.At()) {
			return "" // the next commit may be of that time too
		}
		return "then"
	case *k.Revision > p.snap.Revision():
		return ""
	case *k.Revision == p.snap.Revision() && asOf == p.today:
		return "today's"
	}
	return "then"
}

// believed reads an argument knownAt as it was sent; nil for none, and for what is refused.
func believed(sent any) *schema.KnownAt {
	known, _ := sent.(map[string]any)
	if r, err := schema.UnmarshalRevision(known["revision"]); err == nil && known["revision"] != nil {
		return &schema.KnownAt{Revision: &r}
	}
	if t, err := schema.UnmarshalTime(known["time"]); err == nil && known["time"] != nil {
		return &schema.KnownAt{Time: &t}
	}
	return nil
}

// decided returns what decides an answer beside the question: whose workspace it is of,
// and in which edition, and what they may do.
func decided(ctx context.Context) []string {
	v := ViewerOf(ctx)
	return []string{string(v.Workspace), v.Permission.String(), pinned(ctx).edition}
}

// hasFile answers a request for a file of a view that stays as it is with 304 when its
// client has it. Of such a file it returns the ETag that goes with it, else "".
func (s *server) hasFile(w http.ResponseWriter, r *http.Request) (tag string, has bool) {
	ctx, err := s.pin(r.Context())
	if err != nil {
		return "", false
	}
	q := r.URL.Query()
	asOf, err := graph.ParseDate(q.Get("asOf"))
	if err != nil || q.Has("draft") {
		return "", false
	}
	if known, err := knownAt(q.Get("knownAt")); err != nil || pinnedDay(ctx, asOf, known) == "" {
		return "", false
	}
	tag = gqlserve.ETag(append(decided(ctx), r.URL.Path, r.URL.RawQuery)...)
	return tag, gqlserve.Has(r, tag) && gqlserve.NotModified(w, r, tag)
}
