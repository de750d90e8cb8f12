package importer

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/folding"
)

// interactions reads interactions.csv. Rows of the same people, channel, side
// and day or month are one contact with the counts added up. A channel that is
// not known is kept as OTHER, with the word of the source as its subject.
func (im *importer) interactions(sources []source) error {
	counts := map[graph.ID]int{}
	later := im.spokeLater("interactions")
	return im.rows(sources, func(r *rows) {
		a, b := im.pair(r, r.col("person_a"), r.col("person_b"))
		word0 := r.key(r.col("channel"))
		day, since := im.contactDays(r)
		if r.bad {
			return
		}
		attended := []graph.ID{a, b}
		for _, key := range r.strings(r.col("others")) {
			id, ok := im.find(graph.NodePerson, key)
			if im.leftOut(key) {
				continue
			}
			if !ok {
				id = im.placeholder(graph.NodePerson, key)
			}
			r.names(id, key)
			attended = append(attended, id)
		}
		slices.Sort(attended)
		attended = slices.Compact(attended)
		i := graph.Interaction{Node: graph.Node{From: since}, On: day, Subject: r.text(r.col("subject"), graph.MaxText), StartedBy: word(r, r.col("started_by"), startedWords), Count: 1}
		var ok bool
		if i.Channel, ok = im.options.Mapping.channel(word0); !ok {
			im.count(AskUnmappedChannel, folding.Fold(word0))
			i.Channel = graph.ChannelOther
			if i.Subject == "" {
				i.Subject = shown(word0)
			}
		}
		if n := r.number(r.col("people"), 0, 1_000_000); n != nil && *n > len(attended) {
			i.People = *n
		}
		if n := r.number(r.col("count"), 0, 1_000_000); n != nil {
			i.Count = *n
		}
		if i.Count == 0 {
			r.complain(r.col("count"), EffectRow, "number", "a contact that took place zero times is none")
			return
		}
		im.contact(r, i, word0, attended, counts, later)
	})
}

// contactDays reads the day of a contact: column at, else column month. A month
// counts on its last day and, since it stands for several contacts, begins on
// its first.
func (im *importer) contactDays(r *rows) (on, since graph.Date) {
	c := r.col("at")
	if r.raw(c) == "" {
		c = r.col("month")
	}
	on, err := r.period(c)
	switch {
	case err != nil:
		r.complain(c, EffectRow, err.rule, err.reason)
	case on == 0:
		r.complain(c, EffectRow, "required", "the cell is empty, a day or a month is needed")
	case len(r.raw(c)) == len("2006-01"):
		t := on.Time()
		since = on - graph.Date(t.Day()-1)
	}
	return on, since
}

// contact takes one contact. later says that a file of a later day has said what it
// was, so that this one only adds what is not known.
func (im *importer) contact(r *rows, i graph.Interaction, channel string, attended []graph.ID, counts map[graph.ID]int, later bool) {
	parts := []string{im.options.Source, folding.Fold(channel), i.On.String(), string(i.StartedBy)}
	key := r.optionalKey(r.col("id"))
	if r.bad {
		return
	}
	if key != "" {
		parts = []string{im.options.Source, key}
	} else {
		var keys []string
		for _, p := range attended {
			keys = append(keys, r.keyed(p))
		}
		slices.Sort(keys)
		parts = append(parts, keys...)
	}
	i.ID = draft.DerivedID(graph.NodeInteraction, parts...)
	if n, again := counts[i.ID]; again {
		if key != "" {
			r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
			return
		}
		i.Count += n
	}
	counts[i.ID] = i.Count
	im.speaks(r.feed)
	im.stamp(&i.Node, "")
	if e, there := im.d.Base().Element(i.ID); there {
		old := graph.Decode[graph.Interaction](e)
		if later {
			im.put(filled(old, i))
			return
		}
		if old.Channel == graph.ChannelOther && old.Subject == shown(channel) {
			old.Subject = "" // it stood for the channel
		}
		i = filled(i, old)
	}
	im.put(i)
	there := im.d.In(i.ID, graph.EdgeAttended)
	for _, p := range attended {
		id := draft.DerivedID(graph.EdgeAttended, string(i.ID), string(p))
		if at := slices.IndexFunc(there, func(e graph.Element) bool { return e.Src == p }); at >= 0 {
			im.touch(there[at].ID)
			continue
		}
		im.d.Put(graph.Element{ID: id, Kind: graph.EdgeAttended, Src: p, Dst: i.ID})
	}
}

// filled returns a contact with what another says of it, where it says nothing.
func filled(i, by graph.Interaction) graph.Interaction {
	i.StartedBy, i.People = cmp.Or(i.StartedBy, by.StartedBy), cmp.Or(i.People, by.People)
	i.Subject, i.Tone = cmp.Or(i.Subject, by.Subject), cmp.Or(i.Tone, by.Tone)
	if len(i.ExternalIDs) == 0 {
		i.ExternalIDs = by.ExternalIDs
	}
	return i
}

// spokeLater reports whether the source has sent a file of a table of a later day.
func (im *importer) spokeLater(table string) bool {
	for _, f := range im.feeds {
		if n := len(f.days); n > 0 && f.Source == im.options.Source && f.Table == table && f.days[n-1].day > im.asOf {
			return true
		}
	}
	return false
}
