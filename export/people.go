package export

import (
	"fmt"
	"slices"
	"strings"
)

// people returns the chart of the diagrams that are about people, PAIR, MATRIX and
// NETWORK: a card for each person, on the first of their seats in reading order
// and with the titles of all, and one for each seat without a name. Those who
// share a seat stand together, and who reports to the seat reports to the last of
// them. Links lead to the people whom they are about. Cards are in reading order, see
// [inOrder]. Cost: O(n).
func people(c *Chart) Chart {
	f := &flattener{of: c, rowOf: map[string]int{}, index: make(map[string]int, len(c.Cards)), ends: make([]rowEnds, len(c.Cards))}
	for i := range c.Cards {
		f.index[c.Cards[i].ID] = i
	}
	for _, i := range newTree(c.Cards).order {
		f.seat(i)
	}
	return f.chart()
}

// flattener makes a card for each person.
type flattener struct {
	of    *Chart
	index map[string]int // cards by ID
	rows  []personRow
	rowOf map[string]int // by Holder.Person
	ends  []rowEnds      // by card
}

// personRow is a person, or a seat without one.
type personRow struct {
	id     string
	seats  []int   // the cards that they are on, the first in reading order first
	holder *Holder // nil for a seat without a name
}

// rowEnds are the rows that stand for a card: to lead a link to, and to report to.
type rowEnds struct{ link, boss int }

// seat adds the rows of a card.
func (f *flattener) seat(i int) {
	f.ends[i] = rowEnds{-1, -1}
	made := 0
	for n, e := range f.of.Cards[i].entries() {
		row, known := f.rowOf[e.Person]
		if !known {
			row = f.add(i, made, e)
			made++
			f.ends[i].boss = row
		}
		if n == 0 {
			f.ends[i].link = row
		}
		if r := &f.rows[row]; !slices.Contains(r.seats, i) {
			r.seats = append(r.seats, i)
		}
	}
	if made == 0 {
		f.ends[i].boss = f.ends[i].link
	}
}

// add makes a row of an entry of card i, which has made some already.
func (f *flattener) add(i, made int, e occupant) int {
	id := f.of.Cards[i].ID
	for n := made; n > 0; n++ {
		id = fmt.Sprintf("%s/%d", f.of.Cards[i].ID, n+1)
		if _, taken := f.index[id]; !taken {
			break
		}
	}
	r := personRow{id: id}
	if e.named {
		r.holder = e.Holder
	}
	f.rows = append(f.rows, r)
	if e.Person != "" {
		f.rowOf[e.Person] = len(f.rows) - 1
	}
	return len(f.rows) - 1
}

// chart returns the chart of the rows.
func (f *flattener) chart() Chart {
	out := *f.of
	key, known := f.of.keys()
	out.key = &[2]int{key, known}
	out.Cards = make([]Card, len(f.rows))
	for row := range f.rows {
		out.Cards[row] = f.card(row)
	}
	out.Links = make([]Link, len(f.of.Links))
	for n, l := range f.of.Links {
		out.Links[n] = Link{From: f.end(l.From, l.FromPerson), To: f.end(l.To, l.ToPerson), Kind: l.Kind, Weight: l.Weight}
	}
	return out
}

// inOrder returns the reporting lines of cards that are in reading order already,
// so that those who share a seat stay together.
func inOrder(cards []Card) *tree {
	t := newTree(cards)
	for i := range t.order {
		t.order[i] = i
	}
	return t
}

// card returns the card of a row.
func (f *flattener) card(row int) Card {
	r := &f.rows[row]
	k := f.of.Cards[r.seats[0]]
	k.ID, k.seat, k.Holders = r.id, k.ID, nil
	if boss, ok := f.index[k.Parent]; ok {
		k.Parent = f.rows[f.ends[boss].boss].id
	}
	if r.holder != nil {
		k.Holders = []Holder{*r.holder}
		if !k.held() {
			k.Occupancy = "" // the person was there before
		}
	}
	k.Collapsed = 0
	var titles, facing []string
	for _, i := range r.seats {
		seat := &f.of.Cards[i]
		if title := Clean(seat.Title); title != "" && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
		k.Level = max(k.Level, seat.Level)
		facing = append(facing, seat.PairedWith...)
		if f.ends[i].boss == row {
			k.Collapsed += max(0, seat.Collapsed)
		}
	}
	k.Title, k.PairedWith = strings.Join(titles, " · "), facing
	return k
}

// end returns the ID of the row to which a link to a person on a card leads.
func (f *flattener) end(card, person string) string {
	i, ok := f.index[card]
	if !ok {
		return card
	}
	if row, ok := f.rowOf[person]; ok {
		return f.rows[row].id
	}
	return f.rows[f.ends[i].link].id
}
