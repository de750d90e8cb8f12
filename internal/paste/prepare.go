package paste

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/importer"
)

// Source is the source of what was pasted, unless somebody names another.
const Source = "paste"

// Decision says what a row is, whatever the matches say.
type Decision struct {
	Row int      // from 1
	ID  graph.ID // the person or organization that it means; "" for somebody new
}

// Prepared are the rows as an import takes them.
type Prepared struct {
	Files   []importer.File
	Same    []importer.Same
	Becomes []Becomes // by row
}

// Becomes says what a row becomes.
type Becomes struct {
	Person       graph.ID // that is there already; "" for a new one
	Organization graph.ID // that is there already; "" for a new one or none
	Open         string   // why the row is left out until somebody decides; "" when it is not
}

// Prepare makes files of the neutral form of rows. A row means what somebody decided,
// else its certain match, else somebody new. A row that several could be for certain is
// left out until somebody decides. A decision about a row or an id that is not there is
// an error.
func Prepare(v *view.View, rows []Entry, matches [][]Match, decisions []Decision) (Prepared, error) {
	out := Prepared{Becomes: make([]Becomes, len(rows))}
	decided := make([]map[graph.Kind]bool, len(rows))
	for i := range rows {
		decided[i] = map[graph.Kind]bool{}
	}
	s := v.Snapshot()
	for _, d := range decisions {
		if d.Row < 1 || d.Row > len(rows) {
			return out, graph.Invalid("paste-row", nil, "there is no row %d; the text has %d", d.Row, len(rows))
		}
		at := &out.Becomes[d.Row-1]
		if d.ID == "" {
			decided[d.Row-1][graph.NodePerson] = true
			continue
		}
		e, ok := s.Element(d.ID)
		switch {
		case ok && e.Kind == graph.NodePerson:
			at.Person = d.ID
		case ok && e.Kind == graph.NodeOrganization:
			at.Organization = d.ID
		default:
			return out, graph.NotFound("person or organization", d.ID)
		}
		decided[d.Row-1][e.Kind] = true
	}
	people, seats, orgs := newTable("id", "name", "email", "linkedin", "location", "notes"), newTable("id", "person_id", "organization_id", "title", "department", "reports_to_position_id"), newTable("id", "name", "domains", "website")
	b := newBook(v)
	keys := map[string]string{} // of people of the text, by folded name
	for i := range rows {
		keys[folding.Fold(rows[i].Name)] = keyOf(&rows[i])
	}
	taken := map[string]int{} // rows by key of the person
	newOrgs := map[string]bool{}
	for i := range rows {
		r, at := &rows[i], &out.Becomes[i]
		for _, kind := range []graph.Kind{graph.NodePerson, graph.NodeOrganization} {
			if decided[i][kind] {
				continue
			}
			var certain []Match
			for _, m := range matches[i] {
				if m.Kind == kind && (m.Certain || kind == graph.NodePerson && strings.HasPrefix(m.Reason, "the same address")) {
					certain = append(certain, m)
				}
			}
			switch {
			case len(certain) > 1:
				at.Open = fmt.Sprintf("%s could be %d people; say which", r.Name, len(certain))
			case len(certain) == 1 && kind == graph.NodePerson:
				at.Person = certain[0].ID
			case len(certain) == 1:
				at.Organization = certain[0].ID
			}
		}
		seat, several := b.seatOf(r, at)
		if several > 0 && at.Open == "" {
			at.Open = fmt.Sprintf("%s holds %d seats there, and it is not said which of them is now %s; change that seat", r.Name, several, cmp.Or(r.Title, r.Department))
		}
		key := keyOf(r)
		if first, twice := taken[key]; twice && at.Open == "" {
			at.Open = fmt.Sprintf("%s stands in row %d too, which counts", r.Name, first)
		}
		if at.Open != "" {
			continue
		}
		taken[key] = i + 1
		people.row(key, r.Name, strings.Join(r.Emails, ";"), strings.Join(r.Links, ";"), r.Location, r.Notes)
		if at.Person != "" {
			out.same(graph.NodePerson, key, at.Person)
		}
		org := ""
		switch {
		case at.Organization != "":
			org = "known:" + string(at.Organization)
			out.same(graph.NodeOrganization, org, at.Organization)
		case r.Organization != "":
			org = formats.ByName + folding.Fold(r.Organization)
			if !newOrgs[org] {
				newOrgs[org] = true
				orgs.row(org, r.Organization, strings.Join(r.domains(), ";"), r.Website)
			}
		default:
			continue
		}
		if seat != nil {
			if r.Title == "" && r.Department == "" {
				continue // nothing new of their seat
			}
			home, _ := v.OrgOf(*seat)
			org = "known:" + string(s.NodeID(home))
			out.same(graph.NodeOrganization, org, s.NodeID(home))
			out.same(graph.NodePosition, key, s.NodeID(*seat))
		}
		boss := keys[folding.Fold(r.Manager)]
		if boss == key {
			boss = ""
		}
		seats.row(key, key, org, r.Title, r.Department, boss)
	}
	for _, f := range []struct {
		name string
		t    *table
	}{{"organizations.csv", orgs}, {"people.csv", people}, {"positions.csv", seats}} {
		if f.t.n > 0 {
			out.Files = append(out.Files, importer.Bytes(f.name, f.t.bytes()))
		}
	}
	return out, nil
}

// seatOf returns the seat that a row speaks of, of those that its person holds at its
// organization: the only one, or the one of the title; of several of which it says
// nothing the first. It is nil where there is none, and several is how many there are
// where the row is about none of them for sure.
func (b *book) seatOf(r *Entry, at *Becomes) (seat *kernel.N, several int) {
	person, ok := b.v.Snapshot().Node(at.Person)
	place, there := b.v.Snapshot().Node(at.Organization)
	if !ok || !there {
		return nil, 0
	}
	seats := b.seatsIn(person, place)
	for i := range seats {
		if len(seats) == 1 || r.Title == "" && r.Department == "" || r.Title != "" && folding.Fold(b.v.Title(seats[i])) == folding.Fold(r.Title) {
			return &seats[i], 0
		}
	}
	return nil, len(seats)
}

func (p *Prepared) same(k graph.Kind, key string, id graph.ID) {
	if s := (importer.Same{Kind: k, Key: key, ID: id}); !slices.Contains(p.Same, s) {
		p.Same = append(p.Same, s)
	}
}

// keyOf returns the key of the person of a row: the first address, else the name with
// the company, so that the same text is the same people.
func keyOf(r *Entry) string {
	if len(r.Emails) > 0 {
		return "mail:" + strings.ToLower(r.Emails[0])
	}
	return "name:" + folding.Fold(r.Name) + "@" + folding.Fold(r.Organization)
}

// table is a table in the making.
type table struct {
	out bytes.Buffer
	w   *csv.Writer
	n   int
}

func newTable(columns ...string) *table {
	t := &table{}
	t.w = csv.NewWriter(&t.out)
	t.w.Write(columns)
	return t
}

func (t *table) row(cells ...string) {
	t.n++
	t.w.Write(cells)
}

func (t *table) bytes() []byte {
	t.w.Flush()
	return t.out.Bytes()
}
