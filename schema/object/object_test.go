package object_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema/object"
)

// TestConnectionLaws cuts lists of 0 to 12 items in every way: pages put together
// are the list, from either end; what a page says of its surroundings is true.
func TestConnectionLaws(t *testing.T) {
	one := func(n int) *int { return &n }
	for length := range 13 {
		list := make([]int, length)
		for i := range list {
			list[i] = i
		}
		for size := 1; size <= length+1; size++ {
			var forward, backward []int
			var w object.Window
			for {
				w.First = one(size)
				c, err := object.Cut(list, w)
				if err != nil {
					t.Fatal(err)
				}
				p := c.PageInfo()
				if p.HasPreviousPage != (len(forward) > 0) || p.HasNextPage != (len(forward)+len(c.Edges) < length) || c.TotalCount() != length {
					t.Fatalf("length %d, size %d, after %d items: %+v of %d", length, size, len(forward), p, c.TotalCount())
				}
				forward = append(forward, c.Nodes()...)
				if !p.HasNextPage {
					break
				}
				w.After = &p.EndCursor
			}
			w = object.Window{}
			for {
				w.Last = one(size)
				c, err := object.Cut(list, w)
				if err != nil {
					t.Fatal(err)
				}
				p := c.PageInfo()
				if p.HasNextPage != (len(backward) > 0) {
					t.Fatalf("length %d, size %d, before %d items: %+v", length, size, len(backward), p)
				}
				backward = append(c.Nodes(), backward...)
				if !p.HasPreviousPage {
					break
				}
				w.Before = &p.StartCursor
			}
			if !slices.Equal(forward, list) || !slices.Equal(backward, list) {
				t.Fatalf("pages of %d: %v forwards, %v backwards, want %v", size, forward, backward, list)
			}
		}
	}
}

func TestConnectionRefuses(t *testing.T) {
	minus, text := -1, func(s string) *string { return &s }
	huge := object.MaxPage + 1
	for name, w := range map[string]object.Window{
		"a negative first":  {First: &minus},
		"a huge last":       {Last: &huge},
		"no cursor":         {After: text("not-a-cursor")},
		"a NUL":             {After: text("YXQ6\x00")},
		"another's text":    {Before: text("aGVsbG8")},
		"an empty cursor":   {After: text("")},
		"a padded cursor":   {After: text("YXQ6MQ==")},
		"trailing nonsense": {After: text("YXQ6MR")},
	} {
		if _, err := object.Cut([]int{1, 2}, w); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: error %v, want invalid", name, err)
		}
	}
}

// TestCursorOutlivesItsItem holds that a cursor marks a place: after its person
// has gone, the next page goes on behind it.
func TestCursorOutlivesItsItem(t *testing.T) {
	build := func(ids ...string) *view.View {
		b := kernel.NewBuilder(0)
		for _, id := range ids {
			e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(id)}, Name: "N " + id})
			if err := b.Add(&e); err != nil {
				t.Fatal(err)
			}
		}
		return view.On(b.Build(1, graph.MustDate("2026-01-01").Time()), graph.MustDate("2026-01-01"))
	}
	two := 2
	c, err := object.Of(build("p1", "p2", "p3", "p4")).People(&two, nil, nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	end := c.PageInfo().EndCursor
	if c, err = object.Of(build("p1", "p3", "p4")).People(&two, &end, nil, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	var got []graph.ID
	for _, p := range c.Nodes() {
		got = append(got, p.ID)
	}
	if !slices.Equal(got, []graph.ID{"p3", "p4"}) {
		t.Errorf("after p2, which has gone: %v, want p3 and p4", got)
	}
}

// TestStanceIsTheWorstOfTheNewest: each author's newest unexpired judgement, and
// of those the worst.
func TestStanceIsTheWorstOfTheNewest(t *testing.T) {
	day := graph.MustDate("2026-06-01")
	for name, c := range map[string]struct {
		judgements []string // author, days ago, stance
		want       string
	}{
		"nobody":                        {nil, ""},
		"one":                           {[]string{"a 10 SUPPORTER"}, "SUPPORTER"},
		"the newer of one author":       {[]string{"a 90 DETRACTOR", "a 10 SUPPORTER"}, "SUPPORTER"},
		"the worse of two":              {[]string{"a 10 CHAMPION", "b 90 SCEPTIC"}, "SCEPTIC"},
		"unknown is not worse":          {[]string{"a 10 CHAMPION", "b 10 UNKNOWN"}, "CHAMPION"},
		"unknown alone":                 {[]string{"b 10 UNKNOWN"}, "UNKNOWN"},
		"the last day of one":           {[]string{"a 179 SCEPTIC"}, "SCEPTIC"},
		"expired":                       {[]string{"a 180 SCEPTIC"}, ""},
		"one not yet made":              {[]string{"a -1 SCEPTIC"}, ""},
		"neutral is worse than support": {[]string{"a 1 SUPPORTER", "b 1 NEUTRAL"}, "NEUTRAL"},
	} {
		t.Run(name, func(t *testing.T) {
			d := draft.NewDraft(kernel.Empty(), day, countingIDs())
			for _, p := range []graph.ID{"a", "b", "x"} {
				d.Add(graph.Person{Node: graph.Node{ID: p}, Name: string(p)})
			}
			for i, j := range c.judgements {
				var author, stance string
				var ago int
				fmt.Sscan(j, &author, &ago, &stance)
				n := graph.ID(fmt.Sprint("as", i))
				d.Add(graph.Assessment{Node: graph.Node{ID: n}, On: day - graph.Date(ago), Stance: graph.Stance(stance)})
				d.Add(graph.Author{Edge: graph.Edge{Src: n, Dst: graph.ID(author)}})
				d.Add(graph.About{Edge: graph.Edge{Src: n, Dst: "x"}})
			}
			_, s, err := d.Check(1, day.Time())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if stance, err := object.Of(view.On(s, day)).PersonByID("x").Stance(nil); err != nil {
				t.Fatal(err)
			} else if stance != nil {
				got = string(*stance)
			}
			if got != c.want {
				t.Errorf("Stance = %q, want %q", got, c.want)
			}
		})
	}
}

// countingIDs returns a source of ids for drafts.
func countingIDs() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("%08d", n) }
}
