package say

import (
	"testing"

	"github.com/kithgraph/kith/graph"
)

// said is a text and how it has to read.
type said struct{ got, want string }

func hold(t *testing.T, list []said) {
	t.Helper()
	for _, s := range list {
		if s.got != s.want {
			t.Errorf("said:\n%s\nwant:\n%s", s.got, s.want)
		}
	}
}

var (
	spring = graph.MustDate("2025-03-03")
	autumn = graph.MustDate("2026-10-24")
	later  = graph.MustDate("2027-01-03")
)

// TestTies reads every sentence about a tie.
func TestTies(t *testing.T) {
	claim := Claim{From: "Ann Lee", To: "Tom Fox", By: "Ann Lee", Own: true, Level: graph.TieTrusted}
	other := Claim{From: "Ann Lee", To: "Tom Fox", By: "Ida Berg", Level: graph.TieKnows}
	odds := Claim{From: "Ann Lee", To: "Tom Fox", Level: graph.TieTrusted, AtOdds: true}
	tie := RatedTie{From: "Ann Lee", To: "Tom Fox", Band: graph.BandWorking, Last: autumn, Recent: 3}
	both, ours, theirs, old, cold, asleep := tie, tie, tie, tie, tie, tie
	both.Writing, both.Expires = WritingBoth, later
	ours.Writing, theirs.Writing = WritingOurs, WritingTheirs
	old.Last, old.Unconfirmed, old.Claimed = 0, true, spring
	cold.Recent, cold.OutOfTouch = 0, true
	asleep.Band, asleep.Once = graph.BandAcquainted, graph.BandStrong
	cooling := TieCooling{From: "Ann Lee", To: "Tom Fox", Band: graph.BandStrong, Claimed: spring}
	cooled := cooling
	cooled.Last = autumn
	hold(t, []said{
		{TieStanding(graph.BandWorking, false), "working"},
		{TieStanding(graph.BandWorking, true), "working, but out of touch"},
		{TieContact("Ann Lee", "Tom Fox", autumn, 1), "Ann Lee and Tom Fox: last contact 24 Oct 2026, 1 contact in 180 days"},
		{claim.Text(), "Ann Lee says: trusted by Tom Fox"},
		{other.Text(), "Ida Berg says of Ann Lee: knows Tom Fox"},
		{odds.Text(), "it is said of Ann Lee: at odds with Tom Fox"},
		{tie.Sentence(), "Ann Lee and Tom Fox: working. 3 contacts in six months, last on 24 Oct 2026."},
		{both.Sentence(), "Ann Lee and Tom Fox: working. 3 contacts in six months, last on 24 Oct 2026; both sides write. Without contact it stops counting as working on 3 Jan 2027."},
		{ours.Sentence(), "Ann Lee and Tom Fox: working. 3 contacts in six months, last on 24 Oct 2026; what ours wrote was not answered in kind."},
		{theirs.Sentence(), "Ann Lee and Tom Fox: working. 3 contacts in six months, last on 24 Oct 2026; only they write."},
		{old.Sentence(), "Ann Lee and Tom Fox: working. No contact on record. The claim of 3 Mar 2025 is more than a year old and was never confirmed by a contact."},
		{cold.Sentence(), "Ann Lee and Tom Fox: working. No contact in six months, last on 24 Oct 2026. Out of touch: it does not count as working."},
		{asleep.Sentence(), "Ann Lee and Tom Fox: acquainted. 3 contacts in six months, last on 24 Oct 2026. It was strong once."},
		{cooling.Sentence(), "Ann Lee has a strong tie to Tom Fox that does not count any more: it was claimed on 3 Mar 2025, and no contact is on record."},
		{cooled.Sentence(), "Ann Lee has a strong tie to Tom Fox that does not count any more: the last contact was on 24 Oct 2026."},
		{TieUnverified(claim.Text(), spring), "Ann Lee says: trusted by Tom Fox, but that was said on 3 Mar 2025 and no contact is on record."},
		{TieDisputed(claim.Text(), true), "Ann Lee says: trusted by Tom Fox; the contacts on record say less."},
		{TieDisputed(claim.Text(), false), "Ann Lee says: trusted by Tom Fox; the contacts on record say more."},
		{TieDisputedPolicy(0.35), "access and claim differ by at most 0.35"},
	})
}

// TestShared reads what two people shared, while it lasts and when it is over.
func TestShared(t *testing.T) {
	now, then, once := Years{From: 2022, To: 2026}, Years{2016, 2019, true}, Years{2019, 2019, true}
	hold(t, []said{
		{ManagerOf("Tom Fox", then), "manager of Tom Fox 2016–2019"},
		{ReportOf("Tom Fox", now), "reports to Tom Fox since 2022"},
		{ReportOf("Tom Fox", once), "reported to Tom Fox in 2019"},
		{DottedLine(now), "a dotted line joins them since 2022"},
		{LineOverVacancy(now), "a reporting line over a vacant seat joins them since 2022"},
		{OneManager("Fjord", then), "both under one manager at Fjord 2016–2019"},
		{OneUnit("Fjord IT", now), "both in Fjord IT since 2022"},
		{OneFirm("Fjord", then), "both at Fjord 2016–2019"},
		{HasLed("Tom Fox", now), "has led Tom Fox since 2022"},
		{HasLed("Tom Fox", then), "led Tom Fox 2016–2019"},
		{HasReported("Tom Fox", now), "has reported to Tom Fox since 2022"},
		{HasReported("Tom Fox", once), "reported to Tom Fox in 2019"},
		{HasDottedLine("Tom Fox", now), "has been joined to Tom Fox by a dotted line since 2022"},
		{HasLineOverVacancy("Tom Fox", now), "has been joined to Tom Fox by a reporting line over a vacant seat since 2022"},
		{MayKnow("Tom Fox", OneFirm("Fjord", then)), "may know Tom Fox: both at Fjord 2016–2019; ask first"},
	})
}
