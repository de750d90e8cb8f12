package schema

import (
	"time"

	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/paste"
	"github.com/kithgraph/kith/schema/object"
)

// The types of an import.
type (
	ImportPreviewInfo  = importer.Preview
	ImportedFileInfo   = importer.FileReport
	ImportCountInfo    = importer.Count
	ImportSampleInfo   = importer.Sample
	ImportProblemInfo  = importer.Problem
	ImportTallyInfo    = importer.Tally
	ImportQuestionInfo = importer.Question
	ImportEffect       = importer.Effect
	ImportAsk          = importer.Ask
	ImportStep         = importer.Step
	ImportState        = intake.State
	PastedKind         = paste.Kind
	PastedLeft         = paste.Left
	PastedMatch        = paste.Match
)

// Upload is a file on its way.
type Upload struct{ intake.Upload }

// Bytes returns the size of what has come.
func (u *Upload) Bytes() float64 { return float64(u.Upload.Bytes) }

// ImportPlan is an import that is planned.
type ImportPlan struct {
	Token    string
	State    intake.State
	Progress *ImportProgress // while something is being done
	Revision *Revision       // nil while it is not known
	Preview  *importer.Preview
	Failure  *Failure // nil for none
	Commit   *Commit  // the last of what was written; nil for nothing

	AppliedRevision *Revision // nil until it is applied
	Expires         time.Time
}

// ImportProgress says what an import is doing.
type ImportProgress struct{ importer.Progress }

// Text says it in words.
func (p *ImportProgress) Text() string { return p.Progress.String() }

// Bytes returns how much of the file was read.
func (p *ImportProgress) Bytes() float64 { return float64(p.Progress.Bytes) }

// Failure is an error as part of an answer.
type Failure struct {
	Message   string
	Code      string
	Rule      string
	IDs       []string
	Edit      *int // which of several edits; nil where that is not known
	Retryable bool
}

// QuickAdd is what was pasted, and what would come of it.
type QuickAdd struct {
	Kind paste.Kind
	Rows []*PastedRow
	Left []paste.Left
	Plan *ImportPlan // nil when no row can be taken yet
}

// PastedRow is one person of a pasted text.
type PastedRow struct {
	paste.Entry
	Row     int // from 1
	Matches []paste.Match
	Becomes paste.Becomes
	View    *View // in which its ids are
}

// Person returns who it is in the plan, and nil for somebody new.
func (r *PastedRow) Person() *object.Person { return r.View.PersonByID(r.Becomes.Person) }

// InOrganization returns where it is in the plan, and nil for an organization that is
// new or none.
func (r *PastedRow) InOrganization() *object.Organization {
	return one[*object.Organization](in{r.View.View}, r.Becomes.Organization)
}

// Open says why the plan leaves it out; "" when it does not.
func (r *PastedRow) Open() string { return r.Becomes.Open }

// ImportLimits are the limits of an import over the API.
type ImportLimits struct {
	PieceBytes int
	Pieces     int
	Bytes      float64
	Uploads    int
	Files      int
	Plans      int
	Age        int // seconds
}
