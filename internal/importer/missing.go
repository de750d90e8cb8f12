package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
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
// confirmed.
func (im *importer) missing(b *seatBook) {
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
		n, ok := base.NodeOf(graph.NodeOrganization, org)
		if !ok {
			continue
		}
		var gone []graph.ID
		had := 0
		for _, h := range base.In(n, graph.EdgeIn) {
			if !base.EdgeValid(h.Edge()).Contains(im.asOf) {
				continue
			}
			keys := base.NodeProps(h.Node()).Strings("externalIds")
			if !slices.ContainsFunc(keys, func(x string) bool { return strings.HasPrefix(x, prefix) }) {
				continue
			}
			had++
			if id := base.NodeID(h.Node()); !inFile[id] {
				gone = append(gone, id)
			}
		}
		if len(gone) > 0 {
			im.askMissing(b.order[0].spells[0].feed, org, gone, had)
		}
	}
}

func (im *importer) askMissing(f *feed, org graph.ID, gone []graph.ID, had int) {
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
	end := im.options.EndMissing && (kind == AskMissing || im.confirmed(kind, subject))
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
	now, _ := im.observe(had, graph.NodePosition, id, f, im.keyOf(e), []seatRow{{Gone: true}})
	im.writeSeat(&seat{key: im.keyOf(e), id: id}, observations[seatRow](im, had), observations[seatRow](im, now), now)
}
