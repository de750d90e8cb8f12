package graph

import (
	"encoding/json"
	"time"
)

// Change is one element before and after a commit. Before is nil for a new
// element, After for a removed one. Both are nil once the element has been
// erased on request: nothing is left of it but its ID, and applying the change
// removes it.
type Change struct {
	ID            ID
	Before, After *Element
}

// Erased reports whether the change has been redacted.
func (c *Change) Erased() bool { return c.Before == nil && c.After == nil }

// Inverse returns the change that undoes c.
func (c *Change) Inverse() Change { return Change{ID: c.ID, Before: c.After, After: c.Before} }

// MaxChanges is how many changes one commit may hold. A longer edit travels as
// several commits of which all but the last have More set.
const MaxChanges = 5000

// Commit is a dated, authored list of changes: the audit trail, undo, the
// change feed and the way back in record time.
type Commit struct {
	Revision Revision  // the revision it made
	ID       string    // random; finds the commit in the log when its outcome is unknown
	At       time.Time // when it was recorded, UTC
	Actor    string    // who did it
	Reason   string    // why; may be empty
	More     bool      // the next commit belongs to the same edit
	Changes  []Change  // at most one per element, in the order in which they are applied
}

// MaxCommitText is the length limit in bytes of a commit's actor and of its
// reason.
const MaxCommitText = 2000

// MarshalJSON writes the portable form.
func (c Change) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON appends what [Change.MarshalJSON] writes to b.
func (c *Change) AppendJSON(b []byte) []byte {
	b = appendJSONString(append(b, `{"id":`...), string(c.ID))
	if c.Before != nil {
		b = c.Before.AppendJSON(append(b, `,"before":`...))
	}
	if c.After != nil {
		b = c.After.AppendJSON(append(b, `,"after":`...))
	}
	return append(b, '}')
}

type commitJSON struct {
	Revision Revision `json:"revision"`
	ID       string   `json:"id"`
	At       string   `json:"at"`
	Actor    string   `json:"actor,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	More     bool     `json:"more,omitempty"`
	Changes  []Change `json:"changes"`
}

// MarshalJSON writes the portable form; the time is RFC 3339 in UTC.
func (c Commit) MarshalJSON() ([]byte, error) {
	return json.Marshal(commitJSON{c.Revision, c.ID, c.At.UTC().Format(time.RFC3339Nano), c.Actor, c.Reason, c.More, c.Changes})
}

// UnmarshalJSON reads the portable form.
func (c *Commit) UnmarshalJSON(data []byte) error {
	var j commitJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339Nano, j.At)
	if err != nil {
		return err
	}
	*c = Commit{j.Revision, j.ID, at.UTC(), j.Actor, j.Reason, j.More, j.Changes}
	return nil
}
