package export

import (
	"strings"

	"github.com/kithgraph/kith/graph"
)

// This file is how a stance looks. What it means, and its words, are in
// [graph.Stance.Info].

// stanceLook is how a stance is drawn.
type stanceLook struct {
	colour ink // bar, glyph and word
	tint   ink // fill of the card
	glyph  glyph
	sign   string // the glyph in writing, as in docs/pictures.md
}

var stanceLooks = map[graph.Stance]stanceLook{
	graph.StanceChampion: {
		ink{"champion", "#1E7B4F", "#5CCB94"}, ink{"championtint", "#E6F4EC", "#14301F"}, glyphChampion, "★",
	},
	graph.StanceSupporter: {
		ink{"supporter", "#4A7215", "#A5CF63"}, ink{"supportertint", "#F1F7E6", "#222F13"}, glyphSupporter, "+",
	},
	graph.StanceNeutral: {
		ink{"neutral", "#566677", "#A3B1BF"}, ink{"neutraltint", "#F1F4F7", "#222D38"}, glyphNeutral, "=",
	},
	graph.StanceSceptic: {
		ink{"sceptic", "#96480A", "#F2A765"}, ink{"sceptictint", "#FDF1E3", "#38240F"}, glyphSceptic, "◇−",
	},
	graph.StanceDetractor: {
		ink{"detractor", "#B3261E", "#FF8A80"}, ink{"detractortint", "#FCE8E6", "#3B1A18"}, glyphDetractor, "◆−",
	},
	graph.StanceUnknown: {
		ink{"unknown", "#5B6B7B", "#9AA9B8"}, inkCard, glyphUnknown, "?",
	},
}

// lookOf returns how a stance is drawn; a stance of a newer version is drawn
// as unknown.
func lookOf(s graph.Stance) stanceLook { return stanceLooks[s.Info().Stance] }

// stanceName returns a stance in one word, as on the card.
func stanceName(s graph.Stance) string {
	word := s.Info().Word
	return strings.ToUpper(word[:1]) + word[1:]
}

func glyphChampion(c *canvas, x, y, r int, colour ink) {
	c.circle(x, y, r, pen{fill: colour})
	c.path(polygon(starPoints, x, y, r*7/10), pen{fill: inkOnDark})
}

func glyphSupporter(c *canvas, x, y, r int, colour ink) {
	c.circle(x, y, r-6, pen{fill: inkCard, stroke: colour, width: 14})
	arm := r * 48 / 100
	var d pathData
	d.to('M', x-arm, y).to('H', x+arm).to('M', x, y-arm).to('V', y+arm)
	c.path(d.String(), pen{stroke: colour, width: 18})
}

func glyphNeutral(c *canvas, x, y, r int, colour ink) {
	c.circle(x, y, r-6, pen{fill: inkCard, stroke: colour, width: 14})
	arm, gap := r*42/100, r*20/100
	var d pathData
	d.to('M', x-arm, y-gap).to('H', x+arm).to('M', x-arm, y+gap).to('H', x+arm)
	c.path(d.String(), pen{stroke: colour, width: 14})
}

func glyphSceptic(c *canvas, x, y, r int, colour ink) {
	c.path(polygon(diamondPoints, x, y, r*106/100), pen{fill: inkCard, stroke: colour, width: 14})
	arm := r * 42 / 100
	var d pathData
	d.to('M', x-arm, y).to('H', x+arm)
	c.path(d.String(), pen{stroke: colour, width: 18})
}

func glyphDetractor(c *canvas, x, y, r int, colour ink) {
	c.path(polygon(diamondPoints, x, y, r*115/100), pen{fill: colour})
	arm := r * 52 / 100
	var d pathData
	d.to('M', x-arm, y).to('H', x+arm)
	c.path(d.String(), pen{stroke: inkOnDark, width: 22})
}

func glyphUnknown(c *canvas, x, y, r int, colour ink) {
	c.circle(x, y, r-6, pen{fill: inkCard, stroke: colour, width: 11, dash: "2 1.6"})
	c.text(x, y+r*46/100, "?", face{r * 130 / 100, true}, colour, anchorMiddle)
}
