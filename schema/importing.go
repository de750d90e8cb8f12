package schema

import "github.com/kithgraph/kith/internal/importer"

// The types of an import's preview.
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
)
