// Package opinions works out how much everybody shapes the views of some, from who
// listens to whom, and ranks them where the order holds at every damping.
package opinions

import (
	"math"
	"slices"
)

// Pull is one person's hold on the view of another.
type Pull struct {
	By     int     // whose view is heard
	Weight float64 // in [0,1], before it is shared out among all who are heard
}

// Opinions is the model of Friedkin and Johnsen (1990) on people by number: the
// view of B is their own one and that of those they hear, mixed as
//
//	view(B) = (1 − Σ L_BA)·own(B) + Σ L_BA·view(A),  L_BA = d·w_BA / max(1, Σ w)
//
// The sum is divided only where it exceeds one, so that a weak influence stays
// weak where it is the only one.
type Opinions struct {
	Heard [][]Pull // by whom it is that hears
}

// listening returns the total weight that a person gives to others and what it
// is divided by.
func (o *Opinions) listening(b int) (total, by float64) {
	for _, p := range o.Heard[b] {
		total += p.Weight
	}
	return total, max(1, total)
}

// settled is the mass below which a walk of views is left off.
const settled = 1e-13

// Shares returns for each person how much of the views with the given weights is
// theirs in the end: weights·(I − L)⁻¹·diag(own). The shares add up to the sum
// of the weights. The first result is the part that never left the person:
// weights·own. Swing is linear in it: if somebody's own view changes by x, the
// outcome changes by their share of x.
//
// Each round passes on what has not come to rest and leaves at most d of it:
// O(arcs · log(1e-13)/log(d)).
func (o *Opinions) Shares(weights []float64, d float64) (self, all []float64) {
	n := len(o.Heard)
	own, factor := make([]float64, n), make([]float64, n)
	for b := range n {
		total, by := o.listening(b)
		own[b], factor[b] = 1-d*total/by, d/by
	}
	self, all = make([]float64, n), make([]float64, n)
	mass, next := slices.Clone(weights), make([]float64, n)
	for b, w := range weights {
		self[b] = w * own[b]
	}
	for left := math.Inf(1); left > settled; {
		left = 0
		for b, m := range mass {
			if m == 0 {
				continue
			}
			all[b] += m * own[b]
			for _, p := range o.Heard[b] {
				x := m * factor[b] * p.Weight
				next[p.By] += x
				left += x
			}
			mass[b] = 0
		}
		mass, next = next, mass
	}
	return self, all
}

// Places ranks things by several measures at once. Given the values of each
// measure for things in falling order of one of them, it returns the place of
// each, from 1: things share a place unless every one of the former beats every
// one of the latter by every measure.
func Places(measures ...[]float64) []int {
	n := len(measures[0])
	const margin = 1e-9
	cut := make([]bool, n+1) // between i−1 and i every measure agrees
	for i := range cut {
		cut[i] = true
	}
	for _, m := range measures {
		below := math.Inf(-1)
		most := make([]float64, n+1) // of those from i on
		for i := n - 1; i >= 0; i-- {
			most[i+1] = below
			below = max(below, m[i])
		}
		least := math.Inf(1)
		for i := range n {
			least = min(least, m[i])
			cut[i+1] = cut[i+1] && least > most[i+1]+margin
		}
	}
	out := make([]int, n)
	place := 1
	for i := range out {
		if i > 0 && cut[i] {
			place = i + 1
		}
		out[i] = place
	}
	return out
}
