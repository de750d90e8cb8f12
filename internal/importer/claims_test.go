package importer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
)

// archive returns the files of testdata/claims/name.txtar.
func archive(t *testing.T, name string) []importer.File {
	t.Helper()
	a, err := txtar.ParseFile("testdata/claims/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	var files []importer.File
	for _, f := range a.Files {
		files = append(files, importer.Bytes(f.Name, f.Data))
	}
	return files
}

// take imports files as of a day over a snapshot; today is long after.
func take(t testing.TB, s *kernel.Snapshot, asOf string, o importer.Options, files ...importer.File) (*importer.Preview, *kernel.Snapshot) {
	t.Helper()
	o.Source, o.AsOf = "x", graph.MustDate(asOf)
	d := editing(s, "2026-06-15")
	p, err := importer.Plan(context.Background(), d, files, o)
	if err != nil {
		t.Fatal(err)
	}
	return p, commit(t, d)
}

// unchanged fails when importing files changes anything but the days of the feeds
// and, where a feed has spoken on another day, what was seen when.
func unchanged(t testing.TB, s *kernel.Snapshot, asOf string, o importer.Options, files ...importer.File) {
	t.Helper()
	o.Source, o.AsOf = "x", graph.MustDate(asOf)
	d := editing(s, "2026-06-15")
	if _, err := importer.Plan(context.Background(), d, files, o); err != nil {
		t.Fatal(err)
	}
	spoke := slices.ContainsFunc(d.Changes(), func(c graph.Change) bool { return c.After != nil && c.After.Kind == graph.NodeFeed })
	changes := slices.DeleteFunc(d.Changes(), func(c graph.Change) bool {
		if c.Before == nil || c.After == nil || !spoke {
			return false
		}
		seen, _ := c.Before.Props.Get("seen")
		props, err := c.After.Props.With("seen", seen)
		return c.After.Kind == graph.NodeFeed || err == nil && props == c.Before.Props && c.After.Valid() == c.Before.Valid()
	})
	if o.Stamp { // other facts are
		changes = slices.DeleteFunc(changes, func(c graph.Change) bool { return c.After != nil && !c.After.Kind.IsClaim() })
	}
	if len(changes) > 0 {
		t.Fatalf("importing again as of %s changes %d facts, the first %+v → %+v", asOf, len(changes), changes[0].Before, changes[0].After)
	}
}

// key returns the node with an id of the source.
func key(t testing.TB, s *kernel.Snapshot, k graph.Kind, id string) graph.ID {
	t.Helper()
	n, ok := s.ByExternalID(k, "x:"+id)
	if !ok {
		t.Fatalf("%s %s is not there", k, id)
	}
	return s.NodeID(n)
}

// tie returns what is known on a day of the tie from one person to another.
func tie(t testing.TB, s *kernel.Snapshot, day, from, to string) analysis.Tie {
	t.Helper()
	a, b := key(t, s, graph.NodePerson, from), key(t, s, graph.NodePerson, to)
	rep, err := find.Strength(view.On(s, graph.MustDate(day)), analysis.StrengthQuery{Person: b})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range rep.Ties {
		if x.From == a {
			return x
		}
	}
	return analysis.Tie{}
}

// said writes a claim as "TRUSTED 2023-01-10 by p1".
func said(s *kernel.Snapshot, x analysis.Tie) string {
	if x.Stated == nil {
		return "nothing"
	}
	text := fmt.Sprintf("%s %s", x.Stated.Level, x.Stated.On)
	if x.Stated.By != "" {
		e, _ := s.Element(x.Stated.By)
		text += " by " + strings.TrimPrefix(e.Props.Strings("externalIds")[0], "x:")
	}
	return text
}

// TestAnImportConfirmsNothing: the day of a claim is when it was said, whenever its
// file is imported and asked about, and whether or not facts are stamped.
func TestAnImportConfirmsNothing(t *testing.T) {
	files := archive(t, "confirm")
	for _, asOf := range []string{"2023-02-01", "2026-06-15"} {
		for _, stamp := range []bool{false, true} {
			_, s := take(t, kernel.Empty(), asOf, importer.Options{Stamp: stamp}, files...)
			x := tie(t, s, "2026-06-15", "u1", "p1")
			if got := said(s, x); got != "TRUSTED 2023-01-10 by u1" || x.Working || !x.Unverified {
				t.Errorf("imported as of %s: %s, working %v, unverified %v; want TRUSTED 2023-01-10 by u1, unverified", asOf, got, x.Working, x.Unverified)
			}
			rep, err := find.Coverage(view.On(s, graph.MustDate("2026-06-15")), analysis.CoverageQuery{Account: key(t, s, graph.NodeAccount, "a1")})
			if err != nil {
				t.Fatal(err)
			}
			if p := rep.People[0]; p.Depth != 0 || p.Reached {
				t.Errorf("imported as of %s: %+v is covered", asOf, p)
			}
			strength, err := find.Strength(view.On(s, graph.MustDate("2026-06-15")), analysis.StrengthQuery{Account: key(t, s, graph.NodeAccount, "a1")})
			if err != nil {
				t.Fatal(err)
			}
			if len(strength.Findings) != 1 || strength.Findings[0].Rule != analysis.RuleTieUnverified {
				t.Errorf("imported as of %s: findings %+v, want T2", asOf, strength.Findings)
			}
			if stamp {
				_, s = take(t, s, "2026-06-20", importer.Options{Stamp: true}, files...)
				if got := said(s, tie(t, s, "2026-06-25", "u1", "p1")); got != "TRUSTED 2023-01-10 by u1" {
					t.Errorf("stamped: %s, want TRUSTED 2023-01-10 by u1", got)
				}
			} else {
				unchanged(t, s, "2026-06-20", importer.Options{}, files...)
			}
		}
	}
}

// TestNoClaimIsStamped, of any kind.
func TestNoClaimIsStamped(t *testing.T) {
	_, s := take(t, kernel.Empty(), "2026-06-15", importer.Options{Stamp: true, AcceptGoodRows: true}, claimFiles(rand.New(rand.NewPCG(3, 3)), 40)...)
	seen := map[graph.Kind]int{}
	for e := range s.Elements() {
		if !e.Kind.IsClaim() {
			continue
		}
		seen[e.Kind]++
		if v, ok := e.Props.Get("confirmedOn"); ok {
			t.Fatalf("%s %s was confirmed on %v by its import", e.Kind, e.ID, v)
		}
		if by := e.Props.Text("confirmedBy"); by != "x" {
			t.Fatalf("%s %s is of %q, want its source", e.Kind, e.ID, by)
		}
	}
	if len(seen) != 5 {
		t.Errorf("claims of %d kinds: %v, want 5", len(seen), seen)
	}
}

// TestBothSidesAreFacts: rows of A about B, of B about A, and of two sorts are as
// many facts.
func TestBothSidesAreFacts(t *testing.T) {
	p, s := take(t, kernel.Empty(), "2026-06-15", importer.Options{}, archive(t, "mutual")...)
	if len(p.Problems) > 0 {
		t.Errorf("problems: %v", p.Problems)
	}
	if k, i := s.Count(graph.EdgeKnows), s.Count(graph.EdgeInfluences); k != 2 || i != 2 {
		t.Errorf("%d claims of a tie and %d of influence, want 2 and 2", k, i)
	}
	x := tie(t, s, "2026-06-15", "u1", "p1")
	if got := said(s, x); got != "TRUSTED 2026-06-10 by u1" || x.Band != graph.BandClose {
		t.Errorf("u1 to p1: %s, %s; want TRUSTED 2026-06-10 by u1, CLOSE", got, x.Band)
	}
	if got := said(s, tie(t, s, "2026-06-05", "u1", "p1")); got != "MET 2026-06-01 by p1" {
		t.Errorf("u1 to p1 before u1 said anything: %s, want MET 2026-06-01 by p1", got)
	}
}

// TestAnEndedClaimSilencesNobody.
func TestAnEndedClaimSilencesNobody(t *testing.T) {
	files := archive(t, "blk")
	_, s := take(t, kernel.Empty(), "2026-06-15", importer.Options{}, files...)
	with := tie(t, s, "2026-06-15", "u1", "p1")
	for i := range files {
		if files[i].Name == "relationships.csv" {
			files[i] = importer.Bytes("relationships.csv", []byte("from_person_id,to_person_id,kind,level,by,on\np1,u1,friend,trusted,p1,2026-06-01\n"))
		}
	}
	_, s2 := take(t, kernel.Empty(), "2026-06-15", importer.Options{}, files...)
	without := tie(t, s2, "2026-06-15", "u1", "p1")
	if got := said(s, with); got != "TRUSTED 2026-06-01 by p1" || with.Band != without.Band || with.Working != without.Working || with.ExpiresAt != without.ExpiresAt {
		t.Errorf("with an ended claim of ours: %s, %+v; without: %+v", got, with, without)
	}
}

// TestAClaimWithoutAuthorKeepsItsDay.
func TestAClaimWithoutAuthorKeepsItsDay(t *testing.T) {
	files := archive(t, "opin")
	_, s := take(t, kernel.Empty(), "2026-06-15", importer.Options{}, files...)
	if got := said(s, tie(t, s, "2026-06-15", "u1", "p2")); got != "NONE 2024-06-01" {
		t.Errorf("u1 to p2: %s, want NONE 2024-06-01", got)
	}
	rep, err := find.Coverage(view.On(s, graph.MustDate("2026-06-15")), analysis.CoverageQuery{Account: key(t, s, graph.NodeAccount, "a1")})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rep.People, func(p analysis.CoveredPerson) bool { return p.Person == key(t, s, graph.NodePerson, "p2") })
	if i < 0 || rep.People[i].Stance != graph.StanceNeutral {
		t.Errorf("people %+v, want p2 neutral", rep.People)
	}
	unchanged(t, s, "2026-07-15", importer.Options{}, files...)
}

const (
	bothSides = "id,name,ours\nus,Us,yes\nacme,Acme,\n"
	twoPeople = "id,name\nu1,Ann Ours\np1,Ben Theirs\n"
	twoSeats  = "id,person_id,organization_id,title,start\ns1,u1,us,Sales Director,2020-01-01\ns2,p1,acme,CFO,2020-01-01\n"
)

// told returns the files of a workspace of two people with one file of relationships.
func told(rows ...string) []importer.File {
	return []importer.File{
		importer.Bytes("organizations.csv", []byte(bothSides)), importer.Bytes("people.csv", []byte(twoPeople)), importer.Bytes("positions.csv", []byte(twoSeats)),
		importer.Bytes("relationships.csv", []byte("from_person_id,to_person_id,kind,level,by,on,start,end,evidence\n"+strings.Join(rows, "\n")+"\n")),
	}
}

// TestClaimsFromFileToFile: what a source says of one tie in file after file.
func TestClaimsFromFileToFile(t *testing.T) {
	type file struct {
		asOf string
		rows []string
	}
	for _, c := range []struct {
		name  string
		files []file
		want  map[string]string // by day asked about
	}{
		{"a claim without a day is of the first file", []file{{"2026-01-10", []string{"u1,p1,knows,trusted,,,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}},
			map[string]string{"2026-01-09": "nothing", "2026-01-10": "TRUSTED 2026-01-10", "2026-06-01": "TRUSTED 2026-01-10"}},
		{"and so where its file comes later", []file{{"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}, {"2026-01-10", []string{"u1,p1,knows,trusted,,,,,"}}},
			map[string]string{"2026-01-09": "nothing", "2026-01-10": "TRUSTED 2026-01-10", "2026-06-01": "TRUSTED 2026-01-10"}},
		{"another level is another claim", []file{{"2026-01-10", []string{"u1,p1,knows,met,,,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-06-01": "TRUSTED 2026-03-10"}},
		{"and so in an older file", []file{{"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}, {"2026-01-10", []string{"u1,p1,knows,met,,,,,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-06-01": "TRUSTED 2026-03-10"}},
		{"there and back", []file{{"2026-01-10", []string{"u1,p1,knows,met,,,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}, {"2026-05-10", []string{"u1,p1,knows,met,,,,,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-04-01": "TRUSTED 2026-03-10", "2026-06-01": "MET 2026-05-10"}},
		{"with a beginning", []file{{"2026-01-10", []string{"u1,p1,knows,met,,,2025-01-01,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,,,2025-01-01,,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-06-01": "TRUSTED 2026-03-10"}},
		{"an end in a later file", []file{{"2026-01-10", []string{"u1,p1,knows,met,,,,,"}}, {"2026-03-10", []string{"u1,p1,knows,met,,,,2026-03-01,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-06-01": "nothing"}},
		{"a dated claim is corrected", []file{{"2026-01-10", []string{"u1,p1,knows,met,u1,2025-12-01,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,u1,2025-12-01,,,"}}},
			map[string]string{"2026-02-01": "TRUSTED 2025-12-01 by u1", "2026-06-01": "TRUSTED 2025-12-01 by u1"}},
		{"a later day renews", []file{{"2026-01-10", []string{"u1,p1,knows,met,u1,2025-12-01,,,"}}, {"2026-03-10", []string{"u1,p1,knows,met,u1,2026-03-01,,,"}}},
			map[string]string{"2026-02-01": "MET 2025-12-01 by u1", "2026-06-01": "MET 2026-03-01 by u1"}},
		{"said before the file", []file{{"2026-03-10", []string{"u1,p1,knows,met,u1,2025-12-01,,,", "u1,p1,knows,trusted,u1,2026-03-01,,,"}}},
			map[string]string{"2026-02-01": "MET 2025-12-01 by u1", "2026-06-01": "TRUSTED 2026-03-01 by u1"}},
		{"a contradiction is modest", []file{{"2026-01-10", []string{"u1,p1,knows,trusted,,,,,", "u1,p1,knows,met,,,,,"}}},
			map[string]string{"2026-06-01": "MET 2026-01-10"}},
		{"and is settled later", []file{{"2026-01-10", []string{"u1,p1,knows,trusted,,,,,", "u1,p1,knows,met,,,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,,,,,"}}},
			map[string]string{"2026-02-01": "MET 2026-01-10", "2026-06-01": "TRUSTED 2026-01-10"}},
		{"of a dated claim too", []file{{"2026-01-10", []string{"u1,p1,knows,trusted,u1,2026-01-01,,,", "u1,p1,knows,met,u1,2026-01-01,,,"}}, {"2026-03-10", []string{"u1,p1,knows,trusted,u1,2026-01-01,,,"}}},
			map[string]string{"2026-06-01": "TRUSTED 2026-01-01 by u1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := kernel.Empty()
			for _, f := range c.files {
				_, s = take(t, s, f.asOf, importer.Options{}, told(f.rows...)...)
				unchanged(t, s, f.asOf, importer.Options{}, told(f.rows...)...)
			}
			last := c.files[len(c.files)-1]
			if last.asOf > c.files[0].asOf {
				unchanged(t, s, "2026-06-10", importer.Options{}, told(last.rows...)...)
			}
			for day, want := range c.want {
				if got := said(s, tie(t, s, day, "u1", "p1")); got != want {
					t.Errorf("on %s: %s, want %s", day, got, want)
				}
			}
		})
	}
}

// TestWhatSomebodyDidToAClaimStays when its file is imported again: an end, a
// confirmation.
func TestWhatSomebodyDidToAClaimStays(t *testing.T) {
	for _, row := range []string{"u1,p1,knows,trusted,,,,,", "u1,p1,knows,trusted,u1,2025-12-01,,,"} {
		_, s := take(t, kernel.Empty(), "2026-01-10", importer.Options{}, told(row)...)
		d := editing(s, "2026-02-01")
		for e := range s.Elements() {
			if e.Kind == graph.EdgeKnows {
				k := graph.Decode[graph.Knows](e)
				k.ConfirmedOn, k.ConfirmedBy, k.To = graph.MustDate("2026-02-01"), "Ann", graph.MustDate("2026-04-01")
				d.Put(graph.Encode(k))
			}
		}
		s = commit(t, d)
		unchanged(t, s, "2026-01-10", importer.Options{Stamp: true}, told(row)...)
		unchanged(t, s, "2026-05-10", importer.Options{Stamp: true}, told(row)...)
		for day, want := range map[string]graph.Date{"2026-03-01": graph.MustDate("2026-02-01"), "2026-04-01": 0} {
			x := tie(t, s, day, "u1", "p1")
			if want == 0 != (x.Stated == nil) || x.Stated != nil && x.Stated.On != want {
				t.Errorf("%s on %s: %+v, want said on %s", row, day, x.Stated, want)
			}
		}
		// Another reason is none to lose the confirmation.
		_, s = take(t, s, "2026-05-10", importer.Options{}, told(row+"they said so")...)
		if got := said(s, tie(t, s, "2026-03-01", "u1", "p1")); !strings.HasPrefix(got, "TRUSTED 2026-02-01") {
			t.Errorf("%s with a reason: %s, want TRUSTED 2026-02-01", row, got)
		}
		// Something else is a claim that nobody has confirmed.
		_, s = take(t, s, "2026-05-20", importer.Options{}, told(strings.Replace(row, "trusted", "met", 1))...)
		for e := range s.Elements() {
			if e.Kind == graph.EdgeKnows && e.Props.Text("level") == "MET" {
				if v, confirmed := e.Props.Get("confirmedOn"); confirmed {
					t.Errorf("%s: what is said instead was confirmed on %v", row, v)
				}
			}
		}
	}
}

// claimFiles returns a workspace and tables of up to so many random claims of every
// kind about few people, so that many speak of the same.
func claimFiles(r *rand.Rand, most int) []importer.File {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	person := func() string { return pick("u1", "u2", "p1", "p2") }
	day := func() string { return pick("", "2026-01-01", "2026-02-01") }
	table := func(name, header string, row func() []string) importer.File {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(strings.Split(header, ","))
		for range 1 + r.IntN(most) {
			w.Write(row())
		}
		w.Flush()
		return importer.Bytes(name+".csv", b.Bytes())
	}
	start, end := func() string { return pick("", "", "2025-01-01") }, func() string { return pick("", "", "2026-03-01") }
	return []importer.File{
		importer.Bytes("organizations.csv", []byte("id,name,ours\nus,Us,yes\nacme,Acme,\n")),
		importer.Bytes("people.csv", []byte("id,name\nu1,Ann\nu2,Una\np1,Ben\np2,Cy\n")),
		importer.Bytes("positions.csv", []byte("id,person_id,organization_id,title,start\ns1,u1,us,Head,2020-01-01\ns2,u2,us,Head,2020-01-01\ns3,p1,acme,Head,2020-01-01\ns4,p2,acme,Head,2020-01-01\n")),
		importer.Bytes("accounts.csv", []byte("id,organization_id\na1,acme\n")),
		importer.Bytes("decision_areas.csv", []byte("id,account_id,name\nd1,a1,ERP\n")),
		table("decision_parts", "decision_area_id,person_id,part,by,on,start,end,evidence", func() []string {
			return []string{"d1", pick("p1", "p2"), pick("decider", "user"), pick("", "u1"), day(), start(), end(), pick("", "so")}
		}),
		table("relationships", "from_person_id,to_person_id,kind,level,by,on,start,end,evidence", func() []string {
			return []string{person(), person(), pick("knows", "friend", "conflict", "influences", "goes to for advice"), pick("met", "trusted"), pick("", "u1"), day(), start(), end(), pick("", "so")}
		}),
		table("influences", "from_person_id,to_person_id,weight,kind,by,on,start,end,evidence", func() []string {
			return []string{person(), person(), pick("0.2", "0.8"), pick("sways", "conflict"), pick("", "u1"), day(), start(), end(), pick("", "so")}
		}),
		table("assessments", "person_id,author_id,on,account_id,stance", func() []string {
			return []string{pick("p1", "p2"), pick("u1", "u2"), pick("2026-01-01", "2026-02-01"), pick("", "a1"), pick("champion", "sceptic")}
		}),
		table("pairings", "our_person_id,their_person_id,purpose,start,end", func() []string {
			return []string{pick("u1", "u2"), pick("p1", "p2"), pick("expand", "renew"), start(), end()}
		}),
		table("exclusions", "person_id,target_person_id,kind,reason,by,on,start,end", func() []string {
			return []string{pick("u1", "u2"), pick("p1", "p2"), "do not ask", pick("", "law"), pick("", "u1"), day(), start(), end()}
		}),
	}
}

// shuffled returns files with their rows in another order.
func shuffled(t testing.TB, r *rand.Rand, files []importer.File) []importer.File {
	t.Helper()
	out := slices.Clone(files)
	for i, f := range files {
		rd, err := f.Opener()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(rd).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
		var b bytes.Buffer
		csv.NewWriter(&b).WriteAll(rows)
		out[i] = importer.Bytes(f.Name, b.Bytes())
	}
	return out
}

// TestTheOrderOfRowsChangesNothing of claims: the same facts with the same IDs come
// of them, file after file, and as many problems of each rule.
func TestTheOrderOfRowsChangesNothing(t *testing.T) {
	elements := func(s *kernel.Snapshot) (out []string) {
		for e := range s.Elements() {
			out = append(out, fmt.Sprint(e.ID, e.Kind, e.Src, e.Dst, e.Valid(), e.Props))
		}
		slices.Sort(out)
		return out
	}
	tally := func(p *importer.Preview) (out []string) {
		for _, x := range p.Tally {
			out = append(out, fmt.Sprint(x.File, x.Rule, x.Count))
		}
		for _, f := range p.Files {
			out = append(out, fmt.Sprint(f.Name, f.Rows, f.Taken))
		}
		return out
	}
	contradictions := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 12))
		one, two := kernel.Empty(), kernel.Empty()
		for _, asOf := range []string{"2026-02-10", "2026-04-10", "2026-05-10"} {
			files := claimFiles(r, 12)
			other := shuffled(t, r, files)
			var p, q *importer.Preview
			p, one = take(t, one, asOf, importer.Options{AcceptGoodRows: true}, files...)
			q, two = take(t, two, asOf, importer.Options{AcceptGoodRows: true}, other...)
			if a, b := elements(one), elements(two); !slices.Equal(a, b) {
				t.Fatalf("seed %d, file of %s: %d and %d facts\n%s\n\n%s", seed, asOf, len(a), len(b), strings.Join(a, "\n"), strings.Join(b, "\n"))
			}
			if a, b := tally(p), tally(q); !slices.Equal(a, b) {
				t.Fatalf("seed %d, file of %s: problems %v, and in another order %v", seed, asOf, a, b)
			}
			for _, x := range p.Tally {
				if x.Rule == "contradiction" {
					contradictions += x.Count
				}
			}
			unchanged(t, one, asOf, importer.Options{AcceptGoodRows: true}, shuffled(t, r, files)...)
			unchanged(t, one, "2026-06-10", importer.Options{AcceptGoodRows: true, Stamp: false}, shuffled(t, r, files)...)
		}
	}
	if contradictions < 50 {
		t.Errorf("%d contradictions: the test has no teeth", contradictions)
	}
}

// TestContradictionsAreNamed: rows that say different things of one claim are
// reported with both people and both lines.
func TestContradictionsAreNamed(t *testing.T) {
	p, s := take(t, kernel.Empty(), "2026-06-15", importer.Options{}, told(
		"u1,p1,knows,trusted,u1,2026-01-01,,,",
		"u1,p1,knows,met,u1,2026-01-01,,,",
		"u1,p1,knows,trusted,u1,2026-01-01,,,", // says the same again
		"u1,p1,knows,trusted,p1,2026-01-01,,,", // another author
		"u1,p1,friend,met,u1,2026-01-01,,,",    // another kind
		"u1,p1,knows,met,u1,2026-02-01,,,",     // another day
		"u1,p1,knows,trusted,u1,2026-01-01,,,because",
	)...)
	var got []string
	for _, x := range p.Problems {
		got = append(got, string(x.Effect)+" "+x.String())
	}
	var want []string
	for _, line := range []int{2, 4, 8} {
		want = append(want, fmt.Sprintf("NOTE relationships.csv:%d: Ann Ours and Ben Theirs: ACQUAINTED TRUSTED here and ACQUAINTED MET in relationships.csv:3, of one day and by one author; both were taken, and the more modest counts [contradiction]", line))
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if n := s.Count(graph.EdgeKnows); n != 5 {
		t.Errorf("%d claims, want 5", n)
	}
	if got := said(s, tie(t, s, "2026-01-15", "u1", "p1")); !strings.HasPrefix(got, "MET 2026-01-01") {
		t.Errorf("%s counts, want MET", got)
	}
}

// TestUndatedClaimsAgainstBruteForce: of file after file, with rows that come, go and
// change, the claim that counts is what the last file that carried it says, said on
// the day of the first of the files that said so without another between.
func TestUndatedClaimsAgainstBruteForce(t *testing.T) {
	levels := []string{"", "met", "knows", "trusted"}
	days := []string{"2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 4))
		s := kernel.Empty()
		type state struct{ level, on string }
		now := map[[2]string]state{}
		start := []string{"", "2025-06-01"}[r.IntN(2)]
		for i, day := range days {
			var rows []string
			for _, pair := range [][2]string{{"u1", "p1"}, {"p1", "u1"}} {
				l := levels[r.IntN(len(levels))]
				if l == "" {
					continue
				}
				rows = append(rows, fmt.Sprintf("%s,%s,knows,%s,,,%s,,", pair[0], pair[1], l, start))
				if now[pair].level != l {
					now[pair] = state{l, day}
				}
			}
			_, s = take(t, s, day, importer.Options{}, told(rows...)...)
			unchanged(t, s, day, importer.Options{}, told(rows...)...)
			if i+1 < len(days) {
				want := "nothing"
				own, back := now[[2]string{"u1", "p1"}], now[[2]string{"p1", "u1"}]
				if own.level == "" {
					own = back
				}
				if own.level != "" {
					want = strings.ToUpper(own.level) + " " + own.on
				}
				asked := graph.MustDate(days[i+1]) - graph.Date(1+r.IntN(25))
				if got := said(s, tie(t, s, asked.String(), "u1", "p1")); got != want {
					t.Fatalf("seed %d, on %s: %s, want %s", seed, asked, got, want)
				}
			}
		}
	}
}
