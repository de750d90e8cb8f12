package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// sightings renders what files say of whether each person is in them, by a day.
func sightings(s *kernel.Snapshot, until string) (out []string) {
	var feeds []graph.Feed
	for _, n := range s.Nodes(graph.NodeFeed) {
		feeds = append(feeds, graph.Decode[graph.Feed](s.NodeElement(n)))
	}
	read := importer.NewSightings(feeds, graph.MustDate(until))
	for _, n := range s.Nodes(graph.NodePerson) {
		for _, x := range read.Of(s.NodeProps(n).Strings("seen")) {
			line := s.NodeProps(n).Text("name")
			for word, on := range map[string]graph.Date{" came ": x.Came, " before ": x.Before, " last ": x.Last, " gone ": x.Gone} {
				if on != 0 {
					line += word + on.String()
				}
			}
			fields := strings.Fields(line)
			var days []string
			for i := 1; i < len(fields); i += 2 {
				days = append(days, fields[i]+" "+fields[i+1])
			}
			slices.Sort(days)
			out = append(out, fields[0]+": "+strings.Join(days, ", "))
		}
	}
	slices.Sort(out)
	return out
}

// Who is in which files: a file that lacks more than half is partial and says nothing
// of whom it lacks, who is back is not gone, and files after the day say nothing.
func TestSightings(t *testing.T) {
	names := func(list string) []importer.File {
		text := "id,name\n"
		for _, n := range strings.Fields(list) {
			text += n + "," + n + "\n"
		}
		return []importer.File{file("people", text)}
	}
	list := []snapshot{
		{"2026-01-31", names("Ann Ben Cy Dan Eva")},
		{"2026-02-28", names("Ben Cy Dan Eva Flo")},
		{"2026-03-10", names("Ben")}, // partial
		{"2026-03-31", names("Ann Cy Dan Eva Flo")},
	}
	for until, want := range map[string][]string{
		"2026-01-31": {"Ann: came 2026-01-31, last 2026-01-31", "Ben: came 2026-01-31, last 2026-01-31", "Cy: came 2026-01-31, last 2026-01-31", "Dan: came 2026-01-31, last 2026-01-31", "Eva: came 2026-01-31, last 2026-01-31"},
		"2026-03-15": {"Ann: came 2026-01-31, gone 2026-02-28, last 2026-01-31", "Ben: came 2026-01-31, last 2026-03-10", "Cy: came 2026-01-31, last 2026-02-28", "Dan: came 2026-01-31, last 2026-02-28", "Eva: came 2026-01-31, last 2026-02-28", "Flo: before 2026-01-31, came 2026-02-28, last 2026-02-28"},
		"2026-04-01": {"Ann: came 2026-01-31, last 2026-03-31", "Ben: came 2026-01-31, gone 2026-03-31, last 2026-03-10", "Cy: came 2026-01-31, last 2026-03-31", "Dan: came 2026-01-31, last 2026-03-31", "Eva: came 2026-01-31, last 2026-03-31", "Flo: before 2026-01-31, came 2026-02-28, last 2026-03-31"},
	} {
		t.Run(until, func(t *testing.T) {
			check := func(t *testing.T, s *kernel.Snapshot) {
				if got := sightings(s, until); !slices.Equal(got, want) {
					t.Errorf("by %s:\n%s\nwant\n%s", until, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
			if until == "2026-03-15" { // whether a file is whole is known by what was read before it
				check(t, imported(t, kernel.Empty(), list...))
			} else {
				bothOrders(t, list, check)
			}
		})
	}
	if got := importer.NewSightings(nil, 1).Of([]string{"x.y 2026-01-01 00.000 z", "nonsense", ""}); len(got) > 0 {
		t.Errorf("without feeds %v is seen", fmt.Sprint(got))
	}
}
