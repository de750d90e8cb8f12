package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// TestColumnsAreTheFields holds the columns of rows against the types of the schema.
func TestColumnsAreTheFields(t *testing.T) {
	for name, have := range map[string][]string{
		"ChartSeatConnection": names(seatPages), "ChartSeatEdge": names(seatEdges()), "ChartSeat": names(seatColumns()),
		"ChartHolder": names(holderColumns()), "ChartPerson": names(personColumns()), "ChartTie": names(tieColumns()),
		"ChartLineConnection": names(linePages), "ChartLineEdge": names(lineEdges()), "ChartLine": names(lineColumns()), "PageInfo": names(pageColumns()),
	} {
		var want []string
		for _, f := range parsedSchema.Types[name].Fields {
			want = append(want, f.Name)
		}
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("the columns of %s are %v, want its fields %v", name, have, want)
		}
	}
}

func names[T any](of columns[T]) []string { return slices.Sorted(maps.Keys(of)) }

// FuzzText: a text in a row is written as the executor writes it, and reads back.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "plain", `"quoted" \ back`, "line\nbreak\x00", "Ærøskøbing 株式会社", "\xff\xfe", "</script>", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := appendText([]byte("x"), s)
		var want bytes.Buffer
		graphql.MarshalString(s).MarshalGQL(&want)
		if string(got) != "x"+want.String() {
			t.Errorf("%q is written as %s, want %s", s, got[1:], want.String())
		}
		if !json.Valid(got[1:]) {
			t.Errorf("%q is written as %s, which is no JSON", s, got[1:])
		}
	})
}
