package graph

// Without shows the tests Interval.without.
func (i Interval) Without(others []Interval) []Interval { return i.without(others) }
