package graph

// IsClaim reports whether facts of kind k are claims: what somebody says of
// people on a day, and what may be said otherwise on another. When a claim was
// made is in "on", when it was last found to be still true in "confirmedOn";
// nothing else renews it, so whoever only sees it again must not write either.
func (k Kind) IsClaim() bool {
	switch k {
	case EdgeKnows, EdgeInfluences, EdgeDecides, EdgeExcludes, NodeAssessment:
		return true
	}
	return false
}

// Saying is when a claim was said.
type Saying struct {
	Made      Date // when it was made; 0 is unknown, which counts as long ago
	Confirmed Date // when it was last confirmed; 0 for never
}

// SayingOf returns when a claim with these properties and days was said. One
// that names no day was made when it begins to hold.
func SayingOf(p Props, valid Interval) Saying {
	s := Saying{Made: p.Date("on"), Confirmed: p.Date("confirmedOn")}
	if s.Made == 0 {
		s.Made = valid.From
	}
	return s
}

// Last returns the last day up to a day on which the claim was said: made or
// confirmed. It returns false when it was made later.
func (s Saying) Last(day Date) (Date, bool) {
	if s.Made > day {
		return 0, false
	}
	if s.Confirmed > s.Made && s.Confirmed <= day {
		return s.Confirmed, true
	}
	return s.Made, true
}

// assessmentLife is for how many days a judgement stands that names no end.
const assessmentLife = 180

// Stands returns the days on which a judgement counts, as far as is known on a
// day: from the day on which it was made until it expires, or for 180 days after
// it was last said when it names no end.
func (a *Assessment) Stands(day Date) Interval {
	days := Interval{From: a.On, To: a.Expires}
	if days.To == 0 {
		said, ok := Saying{a.On, a.ConfirmedOn}.Last(day)
		if !ok {
			said = a.On
		}
		days.To = said + assessmentLife
	}
	return days
}
