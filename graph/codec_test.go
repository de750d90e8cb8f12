package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
)

// kindTest is what the codec tests need of one fact type.
type kindTest struct {
	kind   graph.Kind
	random func(r *rand.Rand) graph.Fact
	decode func(e graph.Element) graph.Fact
}

func kindOf[T graph.Fact](k graph.Kind) kindTest {
	return kindTest{
		kind: k,
		random: func(r *rand.Rand) graph.Fact {
			var f T
			fill(r, reflect.ValueOf(&f).Elem(), k)
			return f
		},
		decode: func(e graph.Element) graph.Fact { return graph.Decode[T](e) },
	}
}

var kindTests = []kindTest{
	kindOf[graph.Organization](graph.NodeOrganization), kindOf[graph.Person](graph.NodePerson),
	kindOf[graph.Position](graph.NodePosition), kindOf[graph.Account](graph.NodeAccount),
	kindOf[graph.Revenue](graph.NodeRevenue), kindOf[graph.Policy](graph.NodePolicy),
	kindOf[graph.DecisionArea](graph.NodeDecisionArea), kindOf[graph.Assessment](graph.NodeAssessment),
	kindOf[graph.Capture](graph.NodeCapture), kindOf[graph.Interaction](graph.NodeInteraction),
	kindOf[graph.Commitment](graph.NodeCommitment), kindOf[graph.Problem](graph.NodeProblem),
	kindOf[graph.Concession](graph.NodeConcession), kindOf[graph.Signal](graph.NodeSignal),
	kindOf[graph.ValueRecord](graph.NodeValueRecord), kindOf[graph.Scorecard](graph.NodeScorecard),
	kindOf[graph.Introduction](graph.NodeIntroduction), kindOf[graph.Action](graph.NodeAction),
	kindOf[graph.Detail](graph.NodeDetail), kindOf[graph.Feed](graph.NodeFeed),
	kindOf[graph.Suggestion](graph.NodeSuggestion), kindOf[graph.PartOf](graph.EdgePartOf), kindOf[graph.In](graph.EdgeIn),
	kindOf[graph.Holds](graph.EdgeHolds), kindOf[graph.ReportsTo](graph.EdgeReportsTo),
	kindOf[graph.Knows](graph.EdgeKnows), kindOf[graph.Influences](graph.EdgeInfluences),
	kindOf[graph.PairedWith](graph.EdgePairedWith), kindOf[graph.Decides](graph.EdgeDecides),
	kindOf[graph.For](graph.EdgeFor), kindOf[graph.WorksOn](graph.EdgeWorksOn), kindOf[graph.About](graph.EdgeAbout),
	kindOf[graph.Author](graph.EdgeAuthor), kindOf[graph.Attended](graph.EdgeAttended),
	kindOf[graph.PromisedBy](graph.EdgePromisedBy), kindOf[graph.PromisedTo](graph.EdgePromisedTo),
	kindOf[graph.Introducer](graph.EdgeIntroducer), kindOf[graph.Seeker](graph.EdgeSeeker),
	kindOf[graph.Target](graph.EdgeTarget), kindOf[graph.Excludes](graph.EdgeExcludes), kindOf[graph.Of](graph.EdgeOf),
}

// fill sets every field to a random value, often to none. Words of
// enumerations and words that are none stand in every text.
func fill(r *rand.Rand, v reflect.Value, k graph.Kind) {
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case name == "ID" || name == "Src" && k.IsEdge() || name == "Dst" && k.IsEdge():
				v.Field(i).SetString(fmt.Sprint("id-", r.IntN(1000)))
			default:
				fill(r, v.Field(i), k)
			}
		}
		return
	}
	if r.IntN(3) == 0 {
		return
	}
	switch {
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), k) // often zero, which is not the same as nil
	case v.Type() == reflect.TypeFor[graph.Date]():
		v.SetInt(int64(graph.MustDate("1900-01-01")) + r.Int64N(100_000))
	case v.Kind() == reflect.String:
		v.SetString(randomText(r))
	case v.CanInt():
		v.SetInt([]int64{0, 1, -1, 5, 127, 128, -129, 1 << 40, math.MinInt64, math.MaxInt64}[r.IntN(10)])
	case v.CanFloat():
		v.SetFloat([]float64{0, 1, 0.1, -2.5, 1e300, 5e-324, 1e21, math.Copysign(0, -1), 123456789.125, 1.0 / 3}[r.IntN(10)])
	case v.Kind() == reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case v.Kind() == reflect.Slice:
		for range 1 + r.IntN(3) {
			e := reflect.New(v.Type().Elem()).Elem()
			e.SetString(randomText(r))
			v.Set(reflect.Append(v, e))
		}
	default:
		panic("fill: " + v.Type().String())
	}
}

func randomText(r *rand.Rand) string {
	texts := []string{
		"CHAMPION", "NONE", "IT", "plain", "two words", "", "\x00\x01\x1f\x7f", "\"quoted\\\"", "tab\tnew\nline\r", "</script>&<b>",
		"日本語", "🧑‍🤝‍🧑", "\u2028\u2029\u202e", "2024-01-01", "null", "1e5", "\ufffd", "'; --", strings.Repeat("x", 300),
	}
	return texts[r.IntN(len(texts))]
}

func TestEveryKindHasItsFact(t *testing.T) {
	var got []graph.Kind
	for _, k := range kindTests {
		got = append(got, k.kind)
	}
	if want := append(graph.NodeKinds(), graph.EdgeKinds()...); !slices.Equal(got, want) {
		t.Fatalf("the table has %v, want %v", got, want)
	}
}

// TestCodec holds that facts come back from elements, and elements from their
// JSON, which is that of encoding/json.
func TestCodec(t *testing.T) {
	for _, k := range kindTests {
		t.Run(string(k.kind), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 1))
			for range 300 {
				want := k.random(r)
				e := graph.Encode(want)
				if got := k.decode(e); !reflect.DeepEqual(got, want) {
					t.Fatalf("Decode(Encode(f)) = %+v\nwant %+v", got, want)
				}
				if e.Kind != k.kind || e.IsEdge() != k.kind.IsEdge() {
					t.Fatalf("Encode(%+v) is a %s", want, e.Kind)
				}
				jsonRoundTrip(t, e)
				propsLaws(t, e)
			}
		})
	}
}

func jsonRoundTrip(t *testing.T, e graph.Element) {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back graph.Element
	if err := json.Unmarshal(data, &back); err != nil || back != e {
		t.Fatalf("%s came back as %+v, %v", data, back, err)
	}
	if strings.ContainsAny(string(data), "\n\r") {
		t.Fatalf("%s is more than one line", data)
	}
}

// propsLaws holds the properties of e against encoding/json and MakeProps.
func propsLaws(t *testing.T, e graph.Element) {
	t.Helper()
	text := e.Props.String()
	var read map[string]any
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	values := map[string]graph.Value{}
	var last string
	for name, v := range e.Props.All() {
		if name <= last {
			t.Fatalf("All yields %s after %s", name, last)
		}
		last, values[name] = name, v
		var want any
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := v.(graph.Date); ok {
			data, _ = json.Marshal(d.String())
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(read[name], want) {
			t.Fatalf("%s of %s reads as %v, want %v", name, text, read[name], want)
		}
		if got, ok := e.Props.Get(name); !ok || !reflect.DeepEqual(got, v) {
			t.Fatalf("Get(%s) of %s = %v, %v", name, text, got, ok)
		}
	}
	if len(read) != len(values) {
		t.Fatalf("%s holds %d properties, want %d", text, len(read), len(values))
	}
	made, err := graph.MakeProps(values)
	if err != nil || made != e.Props {
		t.Fatalf("MakeProps(%v) = %q, %v, want %q", values, made, err, e.Props)
	}
	parsed, err := graph.ParseProps(e.Kind, []byte(text))
	if err != nil || parsed != e.Props {
		t.Fatalf("ParseProps(%s) = %q, %v, want %q", text, parsed, err, e.Props)
	}
}

// TestParsePropsReadsAnyOrder reads names in any order, with space anywhere.
func TestParsePropsReadsAnyOrder(t *testing.T) {
	want, err := graph.ParseProps(graph.NodePerson, []byte(`{"capacity":2,"emails":["a","b"],"name":"A","notes":"n"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`{"notes":"n","name":"A","emails":["a","b"],"capacity":2}`,
		" {\n\t\"name\" : \"A\" , \"notes\":\"n\",\r\n\"emails\" : [ \"a\" , \"b\" ], \"capacity\" : 2 } ",
		`{"name":"A","\u006eotes":"n","emails":["a","b"],"capacity":2,"location":"","links":[]}`,
	} {
		if got, err := graph.ParseProps(graph.NodePerson, []byte(text)); err != nil || got != want {
			t.Errorf("ParseProps(%s) = %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestParsePropsRefuses(t *testing.T) {
	for _, c := range []struct {
		kind graph.Kind
		text string
	}{
		{"Robot", `{}`},
		{graph.NodePerson, ``},
		{graph.NodePerson, `null`},
		{graph.NodePerson, `[]`},
		{graph.NodePerson, `{`},
		{graph.NodePerson, `{}{}`},
		{graph.NodePerson, `{"name":"A"`},
		{graph.NodePerson, `{"name":"A",}`},
		{graph.NodePerson, `{"name" "A"}`},
		{graph.NodePerson, `{"name":"A}`},
		{graph.NodePerson, `{"name":null}`},
		{graph.NodePerson, `{"name":7}`},
		{graph.NodePerson, `{"title":"A"}`},
		{graph.NodePerson, `{"name":"A","name":"B"}`},
		{graph.NodePerson, `{"name":"A","name":""}`},
		{graph.NodePerson, `{"name":"","name":"A"}`},
		{graph.NodePerson, "{\"name\":\"A\nB\"}"},
		{graph.NodePerson, "{\"name\":\"\xff\"}"},
		{graph.NodePerson, "{\"name\":\"\\n\xff\"}"},
		{graph.NodePerson, `{"name":"\x"}`},
		{graph.NodePerson, `{"emails":"a"}`},
		{graph.NodePerson, `{"emails":["a",]}`},
		{graph.NodePerson, `{"emails":[1]}`},
		{graph.NodePerson, `{"emails":[["a"]]}`},
		{graph.NodePerson, `{"doNotContact":"true"}`},
		{graph.NodePerson, `{"doNotContact":truely}`},
		{graph.NodePerson, `{"capacity":1.5}`},
		{graph.NodePerson, `{"capacity":1e2}`},
		{graph.NodePerson, `{"capacity":+1}`},
		{graph.NodePerson, `{"capacity":01}`},
		{graph.NodePerson, `{"capacity":99999999999999999999}`},
		{graph.EdgeInfluences, `{"weight":.5}`},
		{graph.EdgeInfluences, `{"weight":5.}`},
		{graph.EdgeInfluences, `{"weight":1e999}`},
		{graph.EdgeInfluences, `{"weight":NaN}`},
		{graph.EdgeInfluences, `{"weight":}`},
		{graph.EdgeKnows, `{"on":"2024-02-30"}`},
		{graph.EdgeKnows, `{"on":"3024-01-01"}`},
		{graph.EdgeKnows, `{"on":20240101}`},
	} {
		if p, err := graph.ParseProps(c.kind, []byte(c.text)); err == nil {
			t.Errorf("ParseProps(%s, %s) = %s", c.kind, c.text, p)
		}
	}
}

// FuzzParseProps holds that no bytes panic, and that what is read is JSON and
// comes back the same from what is written of it.
func FuzzParseProps(f *testing.F) {
	f.Add(uint8(1), []byte(`{"name":"A","emails":["a","b"],"capacity":2,"doNotContact":true}`))
	f.Add(uint8(25), []byte(`{"weight":-0.25e-3,"kind":"SWAYS","on":"2024-02-29"}`))
	f.Add(uint8(2), []byte(`{"title":"\ud83e\udd16\u0000","level":3}`))
	f.Fuzz(func(t *testing.T, k uint8, data []byte) {
		test := kindTests[int(k)%len(kindTests)]
		p, err := graph.ParseProps(test.kind, data)
		if err != nil {
			return
		}
		if !json.Valid(data) {
			t.Fatalf("%q is not JSON", data)
		}
		e := graph.Element{Kind: test.kind, ID: "x", Props: p}
		propsLaws(t, e)
		first := test.decode(e)
		if again := test.decode(graph.Encode(first)); !reflect.DeepEqual(first, again) {
			t.Fatalf("%q decodes to %+v and then to %+v", data, first, again)
		}
	})
}

// FuzzElement holds that an element read from any JSON comes back.
func FuzzElement(f *testing.F) {
	f.Add([]byte(`{"kind":"KNOWS","id":"k","src":"a","dst":"b","from":"2024-01-01","props":{"level":"MET"}}`))
	f.Add([]byte(`{"kind":"Person","id":"p","to":"2024-01-01","props":{"name":"<A>"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e graph.Element
		if json.Unmarshal(data, &e) == nil && e.ID.Valid() && (e.Src == "" || e.Src.Valid()) && (e.Dst == "" || e.Dst.Valid()) {
			jsonRoundTrip(t, e)
		}
	})
}

func TestElementRefuses(t *testing.T) {
	for _, text := range []string{
		`{"kind":"Robot","id":"a"}`,
		`{"kind":"Person","id":"a","colour":"red"}`,
		`{"kind":"Person","id":"a","from":"2024-02-30"}`,
		`{"kind":"Person","id":"a","to":"3024-01-01"}`,
		`{"kind":"Person","id":"a","props":{"title":"x"}}`,
		`{"kind":"Person","id":"a","props":[]}`,
		`{"kind":"Person","id":"a"`,
	} {
		var e graph.Element
		if err := json.Unmarshal([]byte(text), &e); err == nil {
			t.Errorf("%s was read as %+v", text, e)
		}
	}
}

func TestCommitJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		c := graph.Commit{
			Revision: graph.Revision(r.Uint64N(1 << 53)), ID: fmt.Sprint("c", r.IntN(100)),
			At: time.Unix(r.Int64N(4e9), r.Int64N(1e9)).UTC(), Actor: randomText(r), Reason: randomText(r), More: r.IntN(2) == 0,
		}
		for range 1 + r.IntN(5) {
			before, after := graph.Encode(kindTests[r.IntN(len(kindTests))].random(r)), graph.Encode(kindTests[r.IntN(len(kindTests))].random(r))
			change := graph.Change{ID: after.ID}
			if r.IntN(2) == 0 {
				change.Before = &before
			}
			if r.IntN(3) > 0 {
				change.After = &after
			}
			c.Changes = append(c.Changes, change)
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back graph.Commit
		if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, c) {
			t.Fatalf("%s came back as %+v, %v", data, back, err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(data) {
			t.Fatalf("the same commit is %s and %s", data, again)
		}
	}
	want := `{"revision":1,"id":"x","at":"2024-02-29T12:00:00Z","changes":[{"id":"e"}]}`
	data, err := json.Marshal(graph.Commit{Revision: 1, ID: "x", At: time.Date(2024, 2, 29, 13, 0, 0, 0, time.FixedZone("", 3600)), Changes: []graph.Change{{ID: "e"}}})
	if err != nil || string(data) != want {
		t.Errorf("a commit is %s, %v, want %s", data, err, want)
	}
	var c graph.Commit
	if err := json.Unmarshal([]byte(`{"revision":1,"at":"yesterday"}`), &c); err == nil {
		t.Error("a commit of yesterday was read")
	}
}

func TestChangeInverse(t *testing.T) {
	a, b := &graph.Element{ID: "x", Kind: graph.NodePerson}, &graph.Element{ID: "x", Kind: graph.NodePerson, To: 7}
	c := graph.Change{ID: "x", Before: a, After: b}
	if got := c.Inverse(); got.Before != b || got.After != a || got.ID != "x" {
		t.Errorf("Inverse() = %+v", got)
	}
	if c.Erased() || !(&graph.Change{ID: "x"}).Erased() {
		t.Error("a change is erased when it has neither state")
	}
}

func TestMakeProps(t *testing.T) {
	for _, values := range []map[string]graph.Value{
		{"colour": "red"}, {"name": 7}, {"name": int32(7)}, {"name": []any{"a"}}, {"name": nil}, {"on": time.Time{}},
	} {
		if p, err := graph.MakeProps(values); err == nil {
			t.Errorf("MakeProps(%v) = %s", values, p)
		}
	}
	for _, names := range [][]string{{"name", "level"}, {"name", "name"}, {"colour"}} {
		if b, err := graph.AppendProps(nil, names, []graph.Value{"A", "B"}[:len(names)]); err == nil {
			t.Errorf("AppendProps(%v) = %q", names, b)
		}
	}
	p, err := graph.MakeProps(map[string]graph.Value{"name": "", "emails": []string{}, "on": graph.Date(0), "links": []string(nil)})
	if err != nil || p != "" {
		t.Errorf("MakeProps of empty values = %q, %v", p, err)
	}
	p, err = graph.MakeProps(map[string]graph.Value{"name": "A", "level": int64(3)})
	if err != nil {
		t.Fatal(err)
	}
	if q, err := p.With("level", nil); err != nil || q.String() != `{"name":"A"}` {
		t.Errorf("With(level, nil) = %s, %v", q, err)
	}
	if q, err := p.With("name", ""); err != nil || q.String() != `{"level":3}` {
		t.Errorf("With(name, empty) = %s, %v", q, err)
	}
	if q, err := p.With("level", "MET"); err != nil || q.String() != `{"level":"MET","name":"A"}` {
		t.Errorf("With(level, MET) = %s, %v", q, err)
	}
	if _, err := p.With("colour", "red"); err == nil {
		t.Error("With(colour) was accepted")
	}
	if p.Text("level") != "" || p.Text("colour") != "" || p.Strings("name") != nil {
		t.Error("Text and Strings read values of other types")
	}
	if _, ok := p.Get("colour"); ok {
		t.Error("Get finds a property that no kind has")
	}
}

func TestDecodePanicsOnAnotherKind(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Decode of another kind did not panic")
		}
	}()
	graph.Decode[graph.Person](graph.Element{Kind: graph.NodePosition})
}

// TestPropsWith sets and removes properties one by one, in random order, and holds
// the outcome against what is made at once.
func TestPropsWith(t *testing.T) {
	all := map[string]graph.Value{
		"name": "A", "notes": strings.Repeat("long ", 200), "level": int64(3), "weight": 0.25, "ours": true, "on": graph.MustDate("2026-02-01"),
		"emails": []string{"a@b.example", "c@d.example"}, "kind": "COMPANY", "capacity": int64(-1),
	}
	names := slices.Sorted(maps.Keys(all))
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		p, want := graph.Props(""), map[string]graph.Value{}
		for range 20 {
			name := names[r.IntN(len(names))]
			v := all[name]
			if r.IntN(3) == 0 {
				v = nil
				delete(want, name)
			} else {
				want[name] = v
			}
			var err error
			if p, err = p.With(name, v); err != nil {
				t.Fatal(err)
			}
			if q, err := graph.MakeProps(want); err != nil || p != q {
				t.Fatalf("With(%s, %v) = %s, want %s (%v)", name, v, p, q, err)
			}
		}
	}
}

// TestParseChanges holds that a list of changes reads as its changes do one by one.
func TestParseChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	text := []byte{'['}
	var want []graph.Change
	for i := range 300 {
		e := graph.Encode(kindTests[r.IntN(len(kindTests))].random(r))
		other := graph.Encode(kindTests[r.IntN(len(kindTests))].random(r))
		c := []graph.Change{{ID: e.ID, After: &e}, {ID: e.ID, Before: &e, After: &other}, {ID: e.ID, Before: &e}, {ID: e.ID}}[r.IntN(4)]
		if i > 0 {
			text = append(text, ',')
		}
		text = c.AppendJSON(text)
		want = append(want, c)
	}
	text = append(text, ']')
	got, err := graph.ParseChanges(string(text))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("ParseChanges = %d changes, %v, want the %d that were written", len(got), err, len(want))
	}
	var other []graph.Change
	if err := json.Unmarshal(text, &other); err != nil || !reflect.DeepEqual(other, want) {
		t.Fatalf("encoding/json reads another list: %v", err)
	}
	if got, err := graph.ParseChanges(" [ ] "); err != nil || len(got) != 0 {
		t.Errorf("ParseChanges of an empty array = %v, %v", got, err)
	}
	for n := range text[:2000] {
		if got, err := graph.ParseChanges(string(text[:n])); err == nil {
			t.Fatalf("the first %d bytes were read as %d changes", n, len(got))
		}
	}
}

func TestParseChangesRefuses(t *testing.T) {
	for _, text := range []string{
		``, `null`, `{}`, `[{}`, `[{}]]`, `[{},]`, `[{"id":7}]`, `[{"id":"a","id":"a"}]`, `[{"id":"a","colour":"red"}]`, "[{\"id\":\"\xff\"}]",
		`[{"id":"a","after":{}}]`, `[{"id":"a","after":{"id":"a"}}]`, `[{"id":"a","after":{"kind":"Robot","id":"a"}}]`,
		`[{"id":"a","after":{"kind":"Person","kind":"Person","id":"a"}}]`, `[{"id":"a","after":{"kind":"Person","id":"a","from":"2024-02-30"}}]`,
		`[{"id":"a","after":{"props":{"name":"A"},"kind":"Person","id":"a"}}]`, `[{"id":"a","after":{"kind":"Person","id":"a","props":{"title":"x"}}}]`,
		`[{"id":"a","after":{"kind":"Person","id":"a"},"after":{"kind":"Person","id":"a"}}]`,
	} {
		if got, err := graph.ParseChanges(text); err == nil {
			t.Errorf("%s was read as %+v", text, got)
		}
	}
}

// BenchmarkParseChanges reads a commit as an import makes it.
func BenchmarkParseChanges(b *testing.B) {
	text := []byte{'['}
	for i := range graph.MaxChanges {
		e := graph.Encode(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("k", i)), Src: "p1", Dst: "p2"}, Level: graph.TieMet})
		c := graph.Change{ID: e.ID, After: &e}
		if i > 0 {
			text = append(text, ',')
		}
		text = c.AppendJSON(text)
	}
	text = append(text, ']')
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	all := string(text)
	for b.Loop() {
		if _, err := graph.ParseChanges(all); err != nil {
			b.Fatal(err)
		}
	}
}
