package knows

// Pace is a factor on every half-life: the plain one, or one of the two that a
// robust verdict has to withstand.
type Pace int

// The paces, and how many there are.
const (
	Plain   Pace = iota // as documented
	Halved              // all half-lives halved
	Doubled             // … doubled
	Paces               // how many there are
)

// stretch is the factor of each pace.
var stretch = [Paces]float64{Plain: 1, Halved: 0.5, Doubled: 2}

// Factor is what every half-life is multiplied by at a pace.
func (p Pace) Factor() float64 { return stretch[p] }
