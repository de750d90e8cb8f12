package resolvers_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// pagedBelow says where the lists of a type are asked for.
var pagedBelow = map[string][]string{
	"Query":        {`{ %s }`},
	"View":         {`{ view { %s } }`},
	"Person":       {`{ view { person(id: "p-ben-okafor") { %s } } }`, `{ view { person(id: "p-moira-kerr") { %s } } }`, `{ view { person(id: "p-samir-haddad") { %s } } }`},
	"Account":      {`{ view { account(id: "a-brackwell") { %s } } }`},
	"Organization": {`{ view { organization(id: "o-brackwell") { %s } } }`},
	"Position":     {`{ view { position(id: "s-brackwell-chief-executive-officer") { %s } } }`},
	"DecisionArea": {`{ view { decisionArea(id: "da-dunmore-signalling") { %s } } }`},
	"Chart":        {`{ view { chart(of: {accountId: "a-brackwell"}) { %s } } }`},
	"Commit":       {`{ commit(revision: "2") { %s } }`},
	"EditPayload":  {`mutation { mergeOrganizations(input: {keepId: "o-brackwell-it", dropId: "o-brackwell-finance"}, options: {dryRun: true}) { %s } }`},
}

// pagedWith are the arguments that lists cannot do without.
var pagedWith = map[string]string{
	"View.search": `text: "head"`, "View.moves": `from: "2015-01-01"`, "View.strength": `of: {accountId: "a-brackwell"}`,
	"View.suggestions": `since: "2025-01-01"`,
}

// TestPagesAreTheWhole holds the law of pages for every list of the schema that takes a
// cursor, in each of its orders: put together, forwards or backwards, they are the whole list,
// each item once. Lists that nobody can page through have no argument first.
func TestPagesAreTheWhole(t *testing.T) {
	srv, _ := site(t)
	for _, m := range []string{ // some of what there is one of, or none, in the sample
		`addPolicy(input: {policy: {deciderDepth: 2}, accountId: "a-dunmore"})`, `addPolicy(input: {policy: {deciderDepth: 3}, accountId: "a-helvar"})`,
		`askIntroduction(input: {introducerId: "p-moira-kerr", seekerId: "p-ben-okafor", targetId: "p-oskar-lindqvist"})`,
		`askIntroduction(input: {introducerId: "p-samir-haddad", seekerId: "p-sofia-lindt", targetId: "p-oskar-lindqvist"})`,
		`addPerson(input: {person: {name: "One"}, place: {seat: {organizationId: "o-brackwell", position: {title: "A"}, from: "2026-10-20"}}})`,
		`addPerson(input: {person: {name: "Two"}, place: {seat: {organizationId: "o-brackwell", position: {title: "A"}, from: "2026-10-20"}}})`,
		`stateTie(input: {personId: "p-ben-okafor", otherId: "p-samir-haddad", level: MET})`,
		`stateTie(input: {personId: "p-sofia-lindt", otherId: "p-samir-haddad", level: MET})`,
		`promise(input: {byId: "p-ben-okafor", toId: "p-oskar-lindqvist", accountId: "a-brackwell", text: "a report", due: "2026-12-01"})`,
		`promise(input: {byId: "p-ben-okafor", toId: "p-oskar-lindqvist", accountId: "a-brackwell", text: "a plan", due: "2026-12-01"})`,
		`promise(input: {byId: "p-oskar-lindqvist", toId: "p-ben-okafor", accountId: "a-brackwell", text: "an answer", due: "2026-12-01"})`,
		`promise(input: {byId: "p-oskar-lindqvist", toId: "p-ben-okafor", accountId: "a-brackwell", text: "a list", due: "2026-12-01"})`,
	} {
		data(t, srv, "mutation { "+m+" { revision } }", nil)
	}
	paged, empty := 0, []string{}
	for _, def := range sdl().Types {
		name := def.Name
		if def.Kind != ast.Object || name == "Subscription" || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range def.Fields {
			if first, after := f.Arguments.ForName("first"), f.Arguments.ForName("after"); after == nil {
				if first != nil {
					t.Errorf("%s.%s takes first and no cursor", def.Name, f.Name)
				}
				continue
			}
			if pagedBelow[name] == nil {
				t.Errorf("it is not said where to find a %s, which has the list %s", def.Name, f.Name)
				continue
			}
			orders := []string{""}
			if by := f.Arguments.ForName("orderBy"); by != nil {
				for _, v := range sdl().Types[by.Type.Name()].EnumValues {
					orders = append(orders, "orderBy: "+v.Name)
				}
			}
			most := 0
			for _, below := range pagedBelow[name] {
				for _, order := range orders {
					args := []string{order, pagedWith[name+"."+f.Name]}
					if f.Arguments.ForName("ever") != nil {
						args = append(args, "ever: true")
					}
					p := pager{t, srv, below, f, strings.Join(slices.DeleteFunc(args, func(s string) bool { return s == "" }), ", ")}
					most = max(most, p.law())
				}
			}
			if paged++; most < 2 {
				empty = append(empty, def.Name+"."+f.Name)
			}
		}
	}
	if len(empty) > 0 {
		t.Errorf("the lists %v have fewer than two items: nothing is tried", empty)
	}
	if paged < 35 {
		t.Errorf("only %d lists take a cursor", paged)
	}
}

// pager pages through one list in one order.
type pager struct {
	t     *testing.T
	srv   *httptest.Server
	below string // what stands around the list
	f     *ast.FieldDefinition
	args  string
}

// leaves selects what can be read of a type without arguments, as far as it tells
// items apart; its id alone, where it has one.
func leaves(typeName string) string {
	var out []string
	for _, f := range sdl().Types[typeName].Fields {
		if f.Name == "id" {
			return "id"
		}
		if sdl().Types[f.Type.Name()].IsLeafType() && len(f.Arguments) == 0 && !strings.HasPrefix(f.Name, "__") {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out[:min(len(out), 5)], " ")
}

// page asks for a part, and returns its items as JSON, their cursors, and what it says of itself; total is
// -1 where the list does not say.
func (p *pager) page(window string) (items, cursors []string, info map[string]any, total int) {
	p.t.Helper()
	args := strings.TrimPrefix(p.args+", "+window, ", ")
	typ := sdl().Types[p.f.Type.Name()]
	const about = ` pageInfo { hasNextPage hasPreviousPage startCursor endCursor } `
	var part, rows string // the list whose type is paged, and what to ask of it
	switch {
	case p.f.Type.Elem != nil: // a list of items that each have a cursor
		part = " { " + leaves(typ.Name) + " node { id } }"
	case typ.Fields.ForName("edges") != nil:
		node := typ.Fields.ForName("nodes").Type.Name()
		rows, part = "nodes", " { totalCount nodes { "+leaves(node)+" } edges { cursor }"+about+"}"
	default: // a report, with a list of its own
		for _, f := range typ.Fields {
			if f.Type.Elem != nil && strings.HasSuffix(f.Type.Name(), "Info") {
				rows = f.Name
				break
			}
		}
		part = " { totalCount: total " + rows + " { " + leaves(typ.Fields.ForName(rows).Type.Name()) + everyPerson(typ.Fields.ForName(rows).Type.Name()) + " }" + about + "}"
	}
	doc := fmt.Sprintf(p.below, "list: "+p.f.Name+"("+args+")"+part)
	var d any = data(p.t, p.srv, doc, nil)
	for { // down to the list
		m, ok := d.(map[string]any)
		if !ok {
			p.t.Fatalf("%s: no list in the answer", doc)
		}
		if l, ok := m["list"]; ok {
			d = l
			break
		}
		for _, v := range m {
			d = v
		}
	}
	list, whole := d.([]any)
	total = -1
	if !whole {
		list = at(d, rows).([]any)
		info = at(d, "pageInfo").(map[string]any)
		total = int(at(d, "totalCount").(float64))
		if edges, ok := at(d, "edges").([]any); ok {
			for _, e := range edges {
				cursors = append(cursors, at(e, "cursor").(string))
			}
		}
	}
	for _, x := range list {
		if whole {
			cursors = append(cursors, at(x, "cursor").(string))
		}
		b, _ := json.Marshal(x)
		items = append(items, string(b))
	}
	if whole { // hasNextPage is what a page that is not full says
		info = map[string]any{}
		if n := len(cursors); n > 0 {
			info["endCursor"] = cursors[n-1]
		}
	}
	return items, cursors, info, total
}

// everyPerson selects whom a part of a report is about.
func everyPerson(typeName string) (out string) {
	for _, name := range []string{"person", "other"} {
		if sdl().Types[typeName].Fields.ForName(name) != nil {
			out += " " + name + " { id }"
		}
	}
	return out
}

// law holds the law of pages, and returns how many items the list has.
func (p *pager) law() int {
	p.t.Helper()
	where := fmt.Sprintf("%s below "+p.below, p.f.Name+"("+p.args+")", "…")
	most := "first: 800"
	if p.f.Name == "search" {
		most = "first: 100"
	}
	whole, _, _, total := p.page(most)
	if total >= 0 && total != len(whole) {
		p.t.Errorf("%s has %d of %d items", where, len(whole), total)
	}
	if distinct := slices.Compact(slices.Sorted(slices.Values(whole))); len(distinct) != len(whole) && p.f.Type.Name() != "ChangeConnection" {
		p.t.Errorf("%s: %d items, of which %d differ", where, len(whole), len(distinct))
	}
	size := 1
	if len(whole) > 40 {
		size = 1 + len(whole)/12
	}
	var forwards, backwards []string
	for window := fmt.Sprintf("first: %d", size); ; {
		items, cursors, info, _ := p.page(window)
		if p.f.Type.Elem != nil {
			info["hasNextPage"] = len(items) == size
		} else if n := len(cursors); n > 0 && (info["startCursor"] != cursors[0] || info["endCursor"] != cursors[n-1]) {
			p.t.Errorf("%s: cursors from %s to %s, pageInfo says %v", where, cursors[0], cursors[n-1], info)
		} else if (len(forwards) > 0) != (info["hasPreviousPage"] == true) {
			p.t.Errorf("%s(%s): %v after %d items", where, window, info, len(forwards))
		}
		forwards = append(forwards, items...)
		if info["hasNextPage"] != true || len(forwards) > len(whole) {
			break
		}
		window = fmt.Sprintf("first: %d, after: %q", size, info["endCursor"])
	}
	if !slices.Equal(forwards, whole) {
		p.t.Errorf("%s: pages of %d are %d items, the whole is %d:\n%.600v\n%.600v", where, size, len(forwards), len(whole), forwards, whole)
	}
	if p.f.Arguments.ForName("last") == nil {
		return len(whole)
	}
	for window := fmt.Sprintf("last: %d", size+1); ; {
		items, _, info, _ := p.page(window)
		backwards = append(slices.Clone(items), backwards...)
		if info["hasPreviousPage"] != true || len(backwards) > len(whole) {
			break
		}
		window = fmt.Sprintf("last: %d, before: %q", size+1, info["startCursor"])
	}
	if !slices.Equal(backwards, whole) {
		p.t.Errorf("%s: pages of %d from the end are %d items, the whole is %d", where, size+1, len(backwards), len(whole))
	}
	return len(whole)
}
