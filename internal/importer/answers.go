package importer

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// Answer answers one question of a preview.
type Answer struct {
	Question string // its ID
	Word     string // which of its words is meant, of a question about several
	Text     string // what Question.Takes says
}

// takes say what each kind of question takes as an answer, and what becomes of it. A
// kind that is not here takes none: something is to be done elsewhere.
var takes = map[Ask]struct {
	text    string
	example string
	words   bool   // it is about several words, of which the answer names one
	what    string // the section of a mapping that the answer goes into; "" for a yes or no
}{
	AskMassDisappearance: {text: "yes or no", example: "yes"},
	AskEnding:            {text: "yes or no", example: "yes"},
	AskNoPerson:          {text: "yes or no", example: "yes"},
	AskMissing:           {text: "yes or no", example: "yes"},
	AskUnmappedKind:      {text: "a relationship as in a mapping file, such as KNOWS FRIEND or IGNORE", example: "KNOWS FRIEND", what: "relationship"},
	AskUnmappedChannel:   {text: "a channel, such as MEETING", example: "MEETING", what: "channel"},
	AskDayOrder:          {text: "day first or month first", example: "day first", what: "dates"},
	AskUnknownLevel:      {text: "for each title a level, 1 to 5, or 0 for unknown", example: "2", words: true, what: "title level"},
	AskSourceLevel:       {text: "for each word a level, 1 to 5, or 0 for unknown", example: "2", words: true, what: "level"},
}

// Takes says what a question takes as an answer; "" for one that takes none.
func (q Question) Takes() string { return takes[q.Kind].text }

// Example returns an answer to a question as [Preview.ReadAnswer] reads it: ID=VALUE, or
// ID=WORD=VALUE of a question about several words; "" for a question that takes none.
func (q Question) Example() string {
	t, ok := takes[q.Kind]
	switch {
	case !ok:
		return ""
	case t.words:
		return q.ID + "=" + q.word + "=" + cmp.Or(q.value, t.example)
	}
	return q.ID + "=" + t.example
}

// ReadAnswer reads an answer to one of the questions of a preview, written ID=VALUE, or
// ID=WORD=VALUE for a question about several words. It reports false when the preview
// asks no such question, and leaves it to [Options.Answered] whether the value will do.
func (p *Preview) ReadAnswer(text string) (Answer, bool) {
	for _, q := range p.Questions {
		value, ok := strings.CutPrefix(text, q.ID+"=")
		if !ok {
			continue
		}
		a := Answer{Question: q.ID, Text: value}
		if i := strings.LastIndexByte(value, '='); i >= 0 && takes[q.Kind].words {
			a.Word, a.Text = strings.TrimSpace(value[:i]), value[i+1:]
		}
		return a, true
	}
	return Answer{}, false
}

// Answered returns the options with answers to questions of a preview. It fails with
// an error of kind [graph.ErrNotFound] for a question that the preview does not
// have, and of kind [graph.ErrInvalid] for an answer that the question does not
// take; both are of the rule question and name it.
func (o Options) Answered(p *Preview, answers []Answer) (Options, error) {
	o.Confirmed = slices.Clone(o.Confirmed)
	for _, a := range answers {
		id := []graph.ID{graph.ID(a.Question)}
		at := slices.IndexFunc(p.Questions, func(q Question) bool { return q.ID == a.Question })
		if at < 0 {
			return o, graph.Refuse(graph.ErrNotFound, "question", id, "the plan asks no question with the id %s", graph.Quote(a.Question))
		}
		q := p.Questions[at]
		t, ok := takes[q.Kind]
		switch {
		case !ok:
			return o, graph.Invalid("question", id, "the question %s takes no answer; docs/import.md says what to do", graph.Quote(a.Question))
		case t.words && a.Word == "":
			return o, graph.Invalid("question", id, "the answer to %s must say of which word it is; it takes %s", graph.Quote(a.Question), t.text)
		case !t.words && a.Word != "":
			return o, graph.Invalid("question", id, "the question %s is not about several words, and the answer names %s", graph.Quote(a.Question), graph.Quote(a.Word))
		}
		if t.what != "" {
			word := a.Word
			switch q.Kind {
			case AskDayOrder:
				word = "order"
			case AskUnmappedKind, AskUnmappedChannel:
				word = q.Subject
			}
			m, err := o.Mapping.with(t.what, word, a.Text)
			if err != nil {
				return o, graph.Invalid("question", id, "%v", err)
			}
			o.Mapping = m
			continue
		}
		var yes bool
		switch strings.ToLower(strings.TrimSpace(a.Text)) {
		case "yes":
			yes = true
		case "no":
		default:
			return o, graph.Invalid("question", id, "the question %s takes yes or no, not %s", graph.Quote(a.Question), graph.Quote(a.Text))
		}
		o.Confirmed = slices.DeleteFunc(o.Confirmed, func(c string) bool { return c == q.ID })
		if yes {
			o.Confirmed = append(o.Confirmed, q.ID)
		}
	}
	return o, nil
}

// with returns a mapping that also says what one word means, whatever it said of
// the word before.
func (m Mapping) with(what, from, to string) (Mapping, error) {
	var one Mapping
	for _, w := range mappingWhats {
		if w.what == what {
			if err := w.set(&one, from, to); err != nil {
				return m, err
			}
		}
	}
	if one.DayOrder != 0 {
		m.DayOrder = one.DayOrder
	}
	m.Levels = over(m.Levels, one.Levels)
	m.TitleLevels = over(m.TitleLevels, one.TitleLevels)
	m.Channels = over(m.Channels, one.Channels)
	m.Relationships = over(m.Relationships, one.Relationships)
	return m, nil
}

// over returns the entries of both maps, those of the second where both have one.
func over[V any](a, b map[string]V) map[string]V {
	if len(b) == 0 {
		return a
	}
	out := map[string]V{}
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}
