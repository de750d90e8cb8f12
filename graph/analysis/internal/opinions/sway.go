package opinions

// The damping of influence: how much of a view is taken from others at most. An
// order of people is claimed only where it holds at all three.
var Dampings = [...]float64{0.5, 0.3, 0.7}
