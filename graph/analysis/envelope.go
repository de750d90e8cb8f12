package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/kithgraph/kith/graph"
)

// Envelope is what every report carries besides its own answer. The same view
// and query give the same envelope.
type Envelope struct {
	AsOf          graph.Date     // the day looked at
	Revision      graph.Revision // the revision believed
	KnownAt       time.Time      // when that revision was recorded; zero for an empty workspace
	PolicyVersion string         // version of the definitions, and the policies that applied
	ValidUntil    graph.Date     // the first later day on which anything in the answer, texts and figures included, may change without a new record; 0 for none
	Findings      []Finding      // worst first
	DataIssues    []DataIssue    // what in the data limits the answer
}

// Restamp says that the answer holds under another revision too, recorded at a time.
func (e *Envelope) Restamp(revision graph.Revision, at time.Time) {
	e.Revision, e.KnownAt = revision, at
}

// Finding is a rule that fired.
type Finding struct {
	Rule       Rule
	Severity   graph.Severity
	Subjects   []graph.ID // whom or what it is about, the main one first
	Reasons    []Reason   // what made it fire, most telling first; never empty
	Policy     string     // what it was held against, "" where no policy is involved
	Remedy     *Remedy    // nil where there is nothing to do
	Sentence   string     // the whole in plain words
	Robust     bool       // the same with all half-lives halved and doubled; of I1, M1 and M2 not worked out, and true; of K1 to K4, O1 and O2 without meaning, and true
	Confidence graph.Confidence
	Opinion    bool // rests on a colleague's judgement of a role, not on a recorded one
}

// ID identifies a finding within an account: the same rule about the same subjects,
// held against the same, has the same ID in every run, on every day and after every
// import that finds its facts again.
func (f *Finding) ID() string {
	h := sha256.New()
	for _, part := range [...]string{string(f.Rule), f.Policy} {
		h.Write(append([]byte(part), 0))
	}
	for _, id := range f.Subjects {
		h.Write(append([]byte(id), 0))
	}
	return "f-" + hex.EncodeToString(h.Sum(nil)[:10])
}

// Reason is one thing that made a finding fire, with the fact that says so.
type Reason struct {
	Text   string
	Record graph.ID   // the element that says so; "" for something absent
	On     graph.Date // the day of the record; 0 where it has none
}

// Remedy is what would close a gap.
type Remedy struct {
	Text         string
	Owner        graph.ID   // the one of ours who should act; "" where nobody is suited
	Path         []graph.ID // the people of the introduction proposed, Owner's side first; empty where none is
	Alternatives []graph.ID // others of ours who could act, or others to ask
}

// DataIssue is a flaw or a blank in the data that limits an answer.
type DataIssue struct {
	Issue string     // a fixed word such as "reporting-cycle"
	IDs   []graph.ID // where, at most [MaxIssueIDs]
	Count int        // how many there are
	Text  string
}

// MaxIssueIDs bounds the ids that a data issue lists.
const MaxIssueIDs = 20

// Money is an amount in one currency. Currencies are never added up.
type Money struct {
	Currency string // ISO 4217
	Amount   float64
}
