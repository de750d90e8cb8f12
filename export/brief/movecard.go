package brief

import (
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// MoveCard writes what the move of a contact means: what to do, what we keep,
// what opens and what closes. The card must be of the view.
func MoveCard(v *view.View, c *analysis.MoveCardReport) *Document {
	w := &writer{&Document{title: clean(c.Move.Name + " moved")}, v}
	var seats []graph.ID
	for _, s := range slices.Concat(c.Move.Ended, c.Move.Began) {
		seats = append(seats, s.Record)
	}
	w.paragraph(say(c.Sentence, seats...))
	if c.Empty {
		w.paragraph(say("Nobody of ours knows them, and nothing and nobody hung or hangs on them."))
	}
	w.toDo(c)
	w.opens(c)
	w.closes(c)
	w.close(&c.Envelope, c.Event)
	return w.Document
}

func (w *writer) toDo(c *analysis.MoveCardReport) {
	var items []line
	if c.Congratulate != "" {
		items = append(items, say(w.name(c.Congratulate)+" congratulates", c.Congratulate))
	}
	for _, s := range c.Recover {
		text := fmt.Sprintf("cover %s anew: %s", s.Name, s.Why)
		if s.Ask != "" {
			text += fmt.Sprintf("; until %s ask %s first", c.AskUntil.Said(), w.name(s.Ask))
		}
		if s.Remedy != nil {
			text += "; " + s.Remedy.Text
		}
		items = append(items, say(text, s.Person))
	}
	if len(items) > 0 {
		w.heading("What to do")
		w.list("", items)
	}
}

// opens writes what we keep of them, and what is new by them.
func (w *writer) opens(c *analysis.MoveCardReport) {
	if len(c.Kept)+len(c.Neighbours)+len(c.Gained) == 0 && c.Joined == "" {
		return
	}
	heading := "What we keep"
	if c.Joined != "" {
		heading = "What opens at " + w.name(c.Joined)
	}
	w.heading(heading)
	if c.Joined != "" {
		text := "How they stand to us here is not known"
		if c.Stance.Known() {
			text = "They stand to us here as " + c.Stance.Info().Word
		}
		if c.StanceBefore.Known() {
			text += fmt.Sprintf("; where they were it was %s", c.StanceBefore.Info().Word)
		}
		w.paragraph(say(text+".", c.StanceRecord))
	}
	var kept []line
	for i := range c.Kept {
		t := &c.Kept[i]
		kept = append(kept, say(fmt.Sprintf("%s: %s", t.Name, tie(&t.Tie)), tieRecords(&t.Tie)...))
	}
	w.list("Who of ours knows them", kept)
	var gained []line
	for _, g := range c.Gained {
		text, records := parts(g.Parts)
		if text = g.Name + ": " + text; len(records) == 0 {
			text = g.Name
		}
		gained = append(gained, say(text, append([]graph.ID{g.Person}, records...)...))
	}
	w.list("Whom only they put in reach", gained)
	var rows [][]line
	for _, n := range c.Neighbours {
		tied := "no"
		if n.Tied {
			tied = "yes"
		}
		known := fmt.Sprintf("may, %.0f %%", 100*n.Implied)
		if n.Implied == 1 {
			known = "on record"
		}
		rows = append(rows, []line{say(n.Name, n.Person), say(word(n.Relation)), partsLine(n.Parts), say(known), say(tied)})
	}
	w.table("Who sits around them", []string{"Person", "As their", "Part in decisions", "Know each other", "Tied to us"}, rows)
}

// closes writes what we lose where they were.
func (w *writer) closes(c *analysis.MoveCardReport) {
	lost := w.lost(&c.Lost, true)
	if c.Left == "" || len(lost)+len(c.Opened)+len(c.Acting)+len(c.Promises) == 0 {
		return
	}
	w.heading("What closes at " + w.name(c.Left))
	w.list("What hung on them", lost)
	var opened []line
	for _, f := range c.Opened {
		var records []graph.ID
		for _, x := range f.Reasons {
			records = append(records, x.Record)
		}
		opened = append(opened, say(fmt.Sprintf("%s: %s", f.Severity, f.Sentence), records...))
	}
	w.list("Gaps that opened that day", opened)
	if len(c.Acting) > 0 {
		w.list("Who holds their seat for the time being", []line{say(w.names(c.Acting), c.Acting...)})
	}
	w.list("Open promises", w.promises(c.Promises))
}
