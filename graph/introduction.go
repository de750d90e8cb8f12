package graph

// IntroductionStep is how far a request to be introduced has come.
type IntroductionStep string

// The steps, in their order; DECLINED and DONE end a request.
const (
	IntroductionAsked    IntroductionStep = "ASKED"
	IntroductionAccepted IntroductionStep = "ACCEPTED"
	IntroductionDeclined IntroductionStep = "DECLINED"
	IntroductionMade     IntroductionStep = "MADE"
	IntroductionDone     IntroductionStep = "DONE"
)

// DatedStep is a step and the day on which it was taken, 0 for not yet.
type DatedStep struct {
	Step IntroductionStep
	On   Date
}

// Steps returns every step, in their order.
func (i *Introduction) Steps() [5]DatedStep {
	return [5]DatedStep{
		{IntroductionAsked, i.Asked}, {IntroductionAccepted, i.Accepted}, {IntroductionDeclined, i.Declined},
		{IntroductionMade, i.Made}, {IntroductionDone, i.Done},
	}
}

// StepOn returns how far a request has come by a day, and since when.
func (i *Introduction) StepOn(day Date) (step IntroductionStep, on Date) {
	step, on = IntroductionAsked, i.Asked
	for _, s := range i.Steps() {
		if s.On != 0 && s.On <= day {
			step, on = s.Step, s.On
		}
	}
	return step, on
}
