package importer

import (
	"errors"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// mergedWords are what a merged record may be of. A contact is a person with a seat
// under the same key.
var mergedWords = words[string]{
	"organization": "organization", "organisation": "organization", "company": "organization", "account": "organization",
	"person": "person", "contact": "contact", "seat": "seat", "position": "seat",
}

// mergedKinds are the kinds of what the words mean.
var mergedKinds = map[string][]graph.Kind{
	"organization": {graph.NodeOrganization}, "person": {graph.NodePerson}, "contact": {graph.NodePerson, graph.NodePosition}, "seat": {graph.NodePosition},
}

// mergedRow is a record that the source has merged into another.
type mergedRow struct {
	kind graph.Kind
	key  string
	at   place
}

// firstMerged reads the files about merged records, of every day, and returns the
// others.
func (im *importer) firstMerged(sources []source) (others []source, err error) {
	var list []source
	for _, s := range sources {
		if s.table.name == "merged_records" {
			list = append(list, s)
		} else {
			others = append(others, s)
		}
	}
	for _, s := range list {
		im.asOf = s.day
	}
	return others, im.readMerged(list)
}

// readMerged reads merged_records.csv before any other file: what is said under the key
// of a record that the source has merged into another is said of that other. What is
// here under both keys becomes one.
func (im *importer) readMerged(sources []source) error {
	var list []mergedRow
	err := im.rows(sources, func(r *rows) {
		word := needWord(r, r.col("kind"), mergedWords)
		key, into := r.key(r.col("id")), r.key(r.col("into_id"))
		if r.bad {
			return
		}
		for _, kind := range mergedKinds[word] {
			if im.mergedInto(kind, into) == key {
				r.complain(r.col("into_id"), EffectRow, "self", "the record would be merged into itself")
				return
			}
			m := im.mergedKeys[kind]
			if m == nil {
				m = map[string]string{}
				im.mergedKeys[kind] = m
			}
			if _, twice := m[key]; !twice {
				m[im.intern(key)] = im.intern(into)
				list = append(list, mergedRow{kind, im.intern(key), place{r.file, r.line}})
			}
		}
	})
	if err != nil {
		return err
	}
	for _, x := range list {
		im.oneOf(x)
	}
	return nil
}

// mergedInto returns the key of the record into which one was merged at last, its own
// where it was not.
func (im *importer) mergedInto(kind graph.Kind, key string) string {
	m := im.mergedKeys[kind]
	for {
		into, ok := m[key]
		if !ok {
			return key
		}
		key = into
	}
}

// oneOf makes one of what is here under the key of a merged record and that of the
// record into which it was merged, which then has both keys.
func (im *importer) oneOf(x mergedRow) {
	into := im.mergedInto(x.kind, x.key)
	drop, known := im.d.ByExternalID(x.kind, im.external(x.key))
	keep, kept := im.d.ByExternalID(x.kind, im.external(into))
	switch {
	case !known || kept && keep == drop:
		return // keepMerged gives one both keys
	case !kept:
		im.alsoKnown(drop, into)
		return
	}
	err := map[graph.Kind]func(keep, drop graph.ID) error{
		graph.NodePerson: im.d.MergePeople, graph.NodeOrganization: im.d.MergeOrganizations, graph.NodePosition: im.d.MergePositions,
	}[x.kind](keep, drop)
	if err != nil {
		reason := "the two cannot be one"
		if e := (*graph.Error)(nil); errors.As(err, &e) {
			reason = e.Error()
		}
		im.problem(Problem{File: x.at.file, Line: x.at.line, Value: shown(x.key), Rule: "merged", Effect: EffectNote, Reason: reason + "; both stay"})
		delete(im.mergedKeys[x.kind], x.key)
		return
	}
	for key, id := range im.known(x.kind) {
		if id == drop {
			im.known(x.kind)[key] = keep
		}
	}
	im.gone[keep] = append(append(im.gone[keep], drop), im.gone[drop]...)
	im.moved = true // who is ours may have changed
	im.touch(keep)
}

// alsoKnown gives a node another key of the source.
func (im *importer) alsoKnown(id graph.ID, key string) {
	e, _ := im.d.Get(id)
	keys := e.Props.Strings("externalIds")
	if x := im.external(key); !slices.Contains(keys, x) {
		keys = append(keys, x)
		slices.Sort(keys)
		e.Props = with(e.Props, "externalIds", keys)
		im.putElement(e)
	}
	im.stands(e.Kind, key, id)
}

// keepMerged gives what the files have said of the keys of what was merged into it, so
// that a file of another day finds it. Of whom nothing is said, nothing is kept.
func (im *importer) keepMerged() {
	give := func(kind graph.Kind, key, also string) {
		if id, ok := im.d.ByExternalID(kind, im.external(key)); ok {
			im.alsoKnown(id, also)
		}
	}
	for _, kind := range []graph.Kind{graph.NodeOrganization, graph.NodePerson, graph.NodePosition} {
		keys := sortedKeys(im.mergedKeys[kind])
		for _, key := range keys {
			give(kind, key, im.mergedInto(kind, key))
		}
		for _, key := range keys {
			give(kind, im.mergedInto(kind, key), key)
		}
	}
}
