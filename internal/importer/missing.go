package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// A disappearance is a mass one when it concerns at least massCount seats and
// more than massShare of those that the organisation had.
const (
	massCount = 10
	massShare = 0.2
)

// missing compares the seats of each organisation in the files with those that
// the source gave it before. What is missing stays: a partial export must not
// end everybody who is not in it. It ends only where the options say that the
// files are complete, and after a mass disappearance only when that was
// confirmed. It returns the seats that ended.
func (im *importer) missing(b *seatBook) (ended []graph.ID) {
	if im.options.Partial {
		return nil
	}
	base := im.d.Base()
	inFile := make(map[graph.ID]bool, len(b.order))
	var orgs []graph.ID
	seen := map[graph.ID]bool{}
	for _, s := range b.order {
		inFile[s.id] = true
		for _, id := range s.others {
			inFile[id] = true
		}
		for i := range s.spells {
			if o := s.spells[i].org; !seen[o] {
				seen[o] = true
				orgs = append(orgs, o)
			}
		}
	}
	slices.Sort(orgs)
	prefix := im.options.Source + ":"
	for _, org := range orgs {
		var gone []graph.ID
		had := 0
		for _, was := range append([]graph.ID{org}, im.gone[org]...) {
			n, ok := base.NodeOf(graph.NodeOrganization, was)
			if !ok {
				continue
			}
			for _, h := range base.In(n, graph.EdgeIn) {
				if !base.EdgeValid(h.Edge()).Contains(im.asOf) {
					continue
				}
				seat := base.NodeElement(h.Node())
				if _, there := im.d.Get(seat.ID); !there {
					continue // merged into another
				}
				keys := seat.Props.Strings("externalIds")
				if standsIn(seat) || !slices.ContainsFunc(keys, func(x string) bool { return strings.HasPrefix(x, prefix) }) {
					continue
				}
				had++
				if !inFile[seat.ID] {
					gone = append(gone, seat.ID)
				}
			}
		}
		if len(gone) > 0 {
			if im.askMissing(b.order[0].spells[0].feed, org, gone, had) {
				ended = append(ended, gone...)
			}
		}
	}
	return ended
}

// askMissing asks about the seats of an organisation that are not in the files, and
// reports whether it ended them.
func (im *importer) askMissing(f *feed, org graph.ID, gone []graph.ID, had int) bool {
	e, _ := im.d.Get(org)
	name, kind := e.Props.Text("name"), AskMissing
	if len(gone) >= massCount && float64(len(gone)) > massShare*float64(had) {
		kind = AskMassDisappearance
	}
	subject := im.keyOf(e)
	q := Question{Kind: kind, Subject: subject, Count: len(gone), Of: had}
	for _, id := range gone {
		seat, _ := im.d.Get(id)
		q.Samples = append(q.Samples, fmt.Sprintf("%s %s", shown(im.keyOf(seat)), im.label(id)))
	}
	slices.Sort(q.Samples)
	q.Samples = q.Samples[:min(len(q.Samples), samplesKept)]
	end := im.confirmed(kind, subject) || im.options.EndMissing && kind == AskMissing
	switch {
	case end:
		for _, id := range gone {
			im.sayGone(id, f)
		}
		q.Text = fmt.Sprintf("%d of the %d seats of %s are not in the file; they end on %s", len(gone), had, shown(name), im.asOf)
	case kind == AskMassDisappearance:
		q.Text = fmt.Sprintf("are %d of the %d seats of %s really gone, or is the file partial? nothing was ended", len(gone), had, shown(name))
	default:
		q.Text = fmt.Sprintf("%d of the %d seats of %s are not in the file; nothing was ended", len(gone), had, shown(name))
	}
	im.ask(q)
	return end
}

// massEndings looks for organisations of whose holders or lines the files would end
// a mass, and asks: such a file is more often wrong than right. Until it is
// confirmed, what the files say of those seats is left out.
func (im *importer) massEndings(b *seatBook) {
	type tally struct {
		seats        []graph.ID // that lose a holder or a line
		holders, had [2]int     // of holders and of lines: ended, and there before
		samples      []string
	}
	of := map[graph.ID]*tally{}
	for _, s := range b.order {
		for _, id := range append([]graph.ID{s.id}, s.others...) {
			var org graph.ID
			for _, in := range im.was.Out(id, graph.EdgeIn) {
				if in.At(im.asOf) {
					org = in.Dst
				}
			}
			if org == "" {
				continue
			}
			t := of[org]
			if t == nil {
				t = &tally{}
				of[org] = t
			}
			ends := false
			for i, list := range [][]graph.Element{im.was.In(id, graph.EdgeHolds), im.was.Out(id, graph.EdgeReportsTo)} {
				for _, e := range list {
					if !e.At(im.asOf) {
						continue
					}
					t.had[i]++
					if now, ok := im.d.Get(e.ID); !ok || !now.At(im.asOf) {
						t.holders[i]++
						ends = true
					}
				}
			}
			if ends && !slices.Contains(t.seats, id) {
				t.seats = append(t.seats, id)
				t.samples = append(t.samples, fmt.Sprintf("%s %s", shown(s.key), im.label(id)))
			}
		}
	}
	for _, org := range slices.Sorted(maps.Keys(of)) {
		t := of[org]
		mass := false
		for i := range t.had {
			mass = mass || t.holders[i] >= massCount && float64(t.holders[i]) > massShare*float64(t.had[i])
		}
		e, _ := im.d.Get(org)
		subject := im.keyOf(e)
		if !mass || im.confirmed(AskEnding, subject) {
			continue
		}
		for _, id := range t.seats {
			im.leaveSeat(id)
		}
		slices.Sort(t.samples)
		im.ask(Question{Kind: AskEnding, Subject: subject, Count: len(t.seats), Of: t.had[0], Samples: t.samples[:min(len(t.samples), samplesKept)],
			Text: fmt.Sprintf("would end %d of %d holders and %d of %d lines of %s: is that so? what the files say of those %d seats was left out",
				t.holders[0], t.had[0], t.holders[1], t.had[1], shown(e.Props.Text("name")), len(t.seats))})
	}
}

// leaveSeat makes a seat again what it was before the files.
func (im *importer) leaveSeat(id graph.ID) {
	ids := []graph.ID{id}
	for _, d := range []*draft.Draft{im.was, im.d} {
		for _, e := range slices.Concat(d.Out(id, graph.EdgeIn), d.Out(id, graph.EdgeReportsTo), d.In(id, graph.EdgeHolds), d.In(id, graph.EdgeOf)) {
			ids = append(ids, e.ID)
			if e.Kind == graph.EdgeOf {
				ids = append(ids, e.Src)
			}
		}
	}
	for _, x := range ids {
		if was, ok := im.was.Get(x); ok {
			im.d.Put(was)
		} else {
			im.d.Remove(x)
		}
		delete(im.touched, x)
	}
}

// keyOf returns the key of the source for a node, else its ID.
func (im *importer) keyOf(e graph.Element) string {
	for _, x := range e.Props.Strings("externalIds") {
		if key, ok := strings.CutPrefix(x, im.options.Source+":"); ok {
			return key
		}
	}
	return string(e.ID)
}

// sayGone takes down that a complete file says no more of a seat: it has ended.
func (im *importer) sayGone(id graph.ID, f *feed) {
	e, _ := im.d.Get(id)
	had := seenOf(e)
	before := observations[seatRow](im, id, had)
	now, _ := observe(im, had, id, f, im.keyOf(e), []seatRow{{Gone: true}})
	im.writeSeat(&seat{key: im.keyOf(e), id: id}, before, observations[seatRow](im, id, now), now)
}
