package engine

import (
	"fmt"
	"unicode/utf8"

	"github.com/kithgraph/kith/graph"
)

// CheckWorkspace refuses a workspace name that is not valid. Every [Store]
// calls it first.
func CheckWorkspace(ws graph.Workspace) error {
	if ws.Valid() {
		return nil
	}
	return graph.Invalid("workspace", nil, "%q is not the name of a workspace: 1 to 64 of a-z, 0-9, - and _, not beginning with -", clip(string(ws)))
}

// CheckCommit refuses a commit that no store takes: more than
// [graph.MaxChanges] changes ([ErrTooBig]), an ID that a [graph.ID] could not
// be, an actor or reason that is too long or not valid UTF-8, a time outside
// the years 1 to 9999, two changes of one element, a change whose states carry
// another ID or two kinds. Every [Store] calls it at the start of Apply. It looks at no
// properties: rules are the domain's.
func CheckCommit(c *graph.Commit) error {
	if len(c.Changes) > graph.MaxChanges {
		return fmt.Errorf("%w: %d, the most is %d", ErrTooBig, len(c.Changes), graph.MaxChanges)
	}
	if !graph.ID(c.ID).Valid() {
		return graph.Invalid("commit", nil, "%q is not the id of a commit: 1 to %d printable ASCII characters", clip(c.ID), graph.MaxID)
	}
	for _, text := range []struct{ what, s string }{{"actor", c.Actor}, {"reason", c.Reason}} {
		if len(text.s) > graph.MaxCommitText {
			return graph.Invalid("commit", nil, "the %s of %d bytes is longer than %d", text.what, len(text.s), graph.MaxCommitText)
		}
		if !utf8.ValidString(text.s) {
			return graph.Invalid("commit", nil, "the %s %q is not valid UTF-8", text.what, clip(text.s))
		}
	}
	if y := c.At.UTC().Year(); y < 1 || y > 9999 {
		return graph.Invalid("commit", nil, "the year %d of its time is outside 1 to 9999", y)
	}
	seen := make(map[graph.ID]struct{}, len(c.Changes))
	for i := range c.Changes {
		ch := &c.Changes[i]
		if !ch.ID.Valid() {
			return graph.Invalid("commit", []graph.ID{ch.ID}, "change %d: %q is not an id", i, clip(string(ch.ID)))
		}
		if _, twice := seen[ch.ID]; twice {
			return graph.Invalid("commit", []graph.ID{ch.ID}, "%s is changed twice", ch.ID)
		}
		seen[ch.ID] = struct{}{}
		for _, e := range []*graph.Element{ch.Before, ch.After} {
			if e != nil && e.ID != ch.ID {
				return graph.Invalid("commit", []graph.ID{ch.ID}, "the change of %s holds the element %q", ch.ID, clip(string(e.ID)))
			}
			if e != nil && (e.Src == "") != (e.Dst == "") {
				return graph.Invalid("commit", []graph.ID{ch.ID}, "%s has one end; an edge has two and a node none", ch.ID)
			}
		}
		if ch.Before != nil && ch.After != nil && ch.Before.Kind != ch.After.Kind {
			return graph.Invalid("commit", []graph.ID{ch.ID}, "%s is a %q and cannot become a %q", ch.ID, clip(string(ch.Before.Kind)), clip(string(ch.After.Kind)))
		}
	}
	return nil
}

// EdgesLeft is the refusal of [Store.Redact] when the given edges would be left
// without an end.
func EdgesLeft(edges []graph.ID) error {
	return graph.Invalid("redact", edges, "%d edges end at what is to be erased and are not to be erased themselves, %s first", len(edges), edges[0])
}

// clip shortens text for an error message.
func clip(s string) string {
	if len(s) > 80 {
		return s[:77] + "..."
	}
	return s
}
