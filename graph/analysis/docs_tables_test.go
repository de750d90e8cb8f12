package analysis

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// number is one number that answers rest on: its row in docs/analyses.md.
type number struct {
	name  string
	value float64
}

// numbers says of each constant of this package with a value of its own what the
// documentation calls it.
var numbers = map[string]number{
	// evidence.go
	"unanswered":          {"share of an unanswered text that counts", unanswered},
	"halfAccess":          {"evidence at which access is one half", halfAccess},
	"statementWeight":     {"weight of a claim on the day it is said", statementWeight},
	"statementHalf":       {"half-life of a claim, days", statementHalf},
	"slowShare":           {"share of a contact that fades slowly", slowShare},
	"slowFactor":          {"how many times as slowly that is", slowFactor},
	"captureWeight":       {"weight of what is seen where every contact is noticed", captureWeight},
	"roomLimit":           {"people in a room, above which it is an event", roomLimit},
	"eventsNeeded":        {"events shared from which they count", eventsNeeded},
	"minContactWindow":    {"days for which a contact or claim keeps a tie in touch", minContactWindow},
	"statementLife":       {"days for which a claim stands without any contact", statementLife},
	"recentDays":          {"days in which contacts are counted for confidence", recentDays},
	"highContacts":        {"contacts in those days from which confidence is high", highContacts},
	"mediumContacts":      {"contacts in those days from which confidence is medium", mediumContacts},
	"cadenceGrace":        {"times the agreed cadence for which a tie is in touch and a pairing awake", cadenceGrace},
	"dormantShare":        {"share of its peak that a dormant tie is worth", dormantShare},
	"acquaintedAt":        {"strength from which a tie is acquainted, and a handshake", acquaintedAt},
	"workingAt":           {"strength from which a tie is working", workingAt},
	"strongAt":            {"strength from which a tie is strong", strongAt},
	"closeAt":             {"strength from which a tie is close", closeAt},
	"disagreementGap":     {"difference of access and claim above which a tie is disputed", disagreementGap},
	"disagreementCapture": {"capture from which a tie can be disputed", disagreementCapture},
	"disagreementWeight":  {"weight left of a claim from which a tie can be disputed", disagreementWeight},
	// overlap.go
	"knowTeam":       {"chances a year to come to know each other under one manager", knowTeam},
	"knowUnit":       {"chances a year in one unit", knowUnit},
	"knowFirm":       {"chances a year in one firm", knowFirm},
	"knowFirmSize":   {"size of a firm above which the chances fall", knowFirmSize},
	"knowFirmFall":   {"power of the size with which they fall", knowFirmFall},
	"impliedManager": {"worth of being the manager", impliedManager},
	"impliedReport":  {"worth of being the report", impliedReport},
	"impliedPeer":    {"worth of anything else shared", impliedPeer},
	"impliedCap":     {"worth of what is implied, at most", impliedCap},
	"firmLimit":      {"size of a firm above which sharing it says nothing", firmLimit},
	"presumed":       {"days for which a seat is taken to be held whose first day is not known", presumed},
	// rules.go, gaps.go, facts.go, coverage.go, ladder.go, losses.go
	"likelyAt":         {"probability from which an introduction is likely", likelyAt},
	"possibleAt":       {"probability from which an introduction is possible", possibleAt},
	"soon":             {"days ahead within which a decision or renewal is near", soon},
	"freshDays":        {"days for which a new holder of a seat is a new face", freshDays},
	"usersPart":        {"a function matters with more than one in so many users", usersPart},
	"mappedLevel":      {"level from which somebody should be recorded in the function of a decision area", mappedLevel},
	"mostHeard":        {"people besides the deciders among whom an ally is looked for", mostHeard},
	"pairAnew":         {"times its cadence after which an asleep pairing is to be paired anew", pairAnew},
	"maxSeconds":       {"people for whom a second owner is proposed at once", maxSeconds},
	"triedLevers":      {"levers among which one is looked for to which a way leads", triedLevers},
	"bowTieShare":      {"share of the working ties from which one person makes a bow-tie", bowTieShare},
	"diamondShare":     {"share of the working ties that nobody exceeds in a diamond", diamondShare},
	"diamondFunctions": {"functions linked from which it is a diamond", diamondFunctions},
	"peerLevels":       {"levels by which peers differ at most", peerLevels},
	"weakerShare":      {"share of a probability, below which a way is weakened", weakerShare},
	// introductions.go
	"firstHopBase":  {"probability of a first handshake: base", firstHopBase},
	"firstHopSlope": {"probability of a first handshake: times the strength", firstHopSlope},
	"friction":      {"factor of each further handshake", friction},
	"gatekeeping":   {"factor of a gatekeeper", gatekeeping},
	"levelSkipped":  {"factor of each level skipped upwards beyond one", levelSkipped},
	"loadUnit":      {"asks that halve somebody's readiness", loadUnit},
	"loadWindow":    {"days in which asks count", loadWindow},
	"loadLimit":     {"asks from which nobody is asked again", loadLimit},
	// moves.go, movecard.go, handover.go
	"gapDays":        {"days between two companies of one move", gapDays},
	"massMoves":      {"people going the same way from which it is an event of the firm", massMoves},
	"handoverDays":   {"days for which somebody who left is asked first", handoverDays},
	"moveYear":       {"days back for which the latest move, or a leaver, is looked for", moveYear},
	"badMomentDays":  {"days around a renewal, decision or change that make a bad moment", badMomentDays},
	"exclusiveShare": {"share of an account's working ties, above which losing them is grave", exclusiveShare},
	"newFacesDays":   {"days without anybody new met that are a reason to change", newFacesDays},
	"lateDays":       {"days in which late promises are counted", lateDays},
	"lateMany":       {"late promises that are a reason to change", lateMany},
	// sway.go, influence.go
	"presumedSway": {"influence of a boss, or of a recorded influencer or approver, where none is stated", presumedSway},
	"unknownShare": {"unknown share of a decision from which it is said where to begin", unknownShare},
	// owner.go, pairing.go
	"gapJunior":     {"points a level by which ours is the junior", gapJunior},
	"gapSenior":     {"points a level by which ours is the senior", gapSenior},
	"functionNear":  {"points for a neighbouring function", functionNear},
	"functionFar":   {"points for another function, or one not known", functionFar},
	"tiePoints":     {"points off, times the strength of a tie", tiePoints},
	"noLanguage":    {"points for no shared language, where both are known", noLanguage},
	"farHours":      {"hours between the time zones, above which they are far", farHours},
	"zoneFar":       {"points for time zones that are far", zoneFar},
	"veryFarHours":  {"hours between the time zones, above which they are very far", veryFarHours},
	"zoneVeryFar":   {"points for time zones that are very far", zoneVeryFar},
	"loadPoints":    {"points, times the square of the pairings carried already", loadPoints},
	"soleOwnerness": {"points for being the only tie to another decider here", soleOwnerness},
	"benchLevel":    {"level from which anybody of ours may be proposed", benchLevel},
	"nearlyAsGood":  {"points by which a counterpart under another manager may be dearer in a remedy", nearlyAsGood},
	"keepPoints":    {"points for being paired today", keepPoints},
	"offTeam":       {"points day by day for not working on the account, or only as its sponsor", offTeam},
	"openDecider":   {"points for leaving a decider or approver open", openDecider},
	"openVoice":     {"points for leaving an influencer or gatekeeper open", openVoice},
	"openUser":      {"points for leaving a buyer, user or initiator open", openUser},
	"openNobody":    {"points for leaving anybody else open", openNobody},
	"pairingLevel":  {"level from which somebody wants a counterpart without a part, or as a user or initiator", pairingLevel},
	// What is asked for where nothing is said, and at most.
	"DefaultHorizon":       {"horizon, handshakes", DefaultHorizon},
	"MaxHorizon":           {"horizon, at most", MaxHorizon},
	"DefaultHops":          {"handshakes of an introduction", DefaultHops},
	"maxHops":              {"handshakes of an introduction, at most", maxHops},
	"DefaultIntroducers":   {"people to ask", DefaultIntroducers},
	"MaxIntroductions":     {"people to ask, at most", MaxIntroductions},
	"DefaultAlternates":    {"further routes by the same person", DefaultAlternates},
	"MaxAlternates":        {"further routes by the same person, at most", MaxAlternates},
	"MaxSeekers":           {"seekers, at most", MaxSeekers},
	"DefaultMoves":         {"moves", DefaultMoves},
	"MaxMoves":             {"moves, at most", MaxMoves},
	"MaxTies":              {"ties listed, at most and where nothing is said", MaxTies},
	"DefaultInfluencers":   {"people who shape a decision", DefaultInfluencers},
	"MaxInfluencers":       {"people who shape a decision, at most", MaxInfluencers},
	"MaxBrokerPeople":      {"people at an account, up to whom brokers are worked out", MaxBrokerPeople},
	"MaxLeavers":           {"leavers of a scenario, at most", MaxLeavers},
	"MaxDepartures":        {"departures that are looked for to cut an area off", MaxDepartures},
	"maxStructural":        {"structural depth, at most", maxStructural},
	"MaxPairingCandidates": {"candidates of ours in pairing", MaxPairingCandidates},
	"maxListed":            {"ties that the facts of one finding list", maxListed},
	"maxRecover":           {"steps to cover anew on a move card, and gaps opened that it lists", maxRecover},
	"MaxIssueIDs":          {"ids that a data issue lists", MaxIssueIDs},
}

// inner are constants that change no answer, only how it is worked out or kept.
var inner = []string{
	"DefaultKept", "reportSize", "maxTouched", "keptCircles", "maxRipples", "circleShift", // answers kept
	"fadingSteps", "settled", "few", // arithmetic and storage
	"none", "nobody", "absent", // no number of a seat, person or node
}

// document is docs/analyses.md as its tables.
type document struct {
	tables map[string][][]string // the rows below each header
}

func readDocument(t *testing.T) document {
	t.Helper()
	text, err := os.ReadFile("../../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	d := document{map[string][][]string{}}
	head := ""
	for _, line := range strings.Split(string(text), "\n") {
		inside, is := strings.CutPrefix(line, "|")
		switch {
		case !is:
			head = ""
		case head == "":
			head = line
		case !strings.HasPrefix(inside, "---"):
			var row []string
			for _, cell := range strings.Split(strings.TrimSuffix(inside, "|"), "|") {
				row = append(row, strings.TrimSpace(cell))
			}
			d.tables[head] = append(d.tables[head], row)
		}
	}
	return d
}

// hold holds the tables of a header against rows, each named by its first cells: as
// many as keys says. What stands in further cells than a row has is prose.
func (d document) hold(t *testing.T, header string, keys int, want [][]string) {
	t.Helper()
	rows, there := d.tables[header]
	if !there {
		t.Errorf("docs/analyses.md has no table %s", header)
		return
	}
	name := func(row []string) string { return strings.Join(row[:min(keys, len(row))], " | ") }
	for _, w := range want {
		var found [][]string
		for _, row := range rows {
			if name(row) == name(w) {
				found = append(found, row)
			}
		}
		switch {
		case len(found) == 0:
			t.Errorf("docs/analyses.md, table %s: no row %q; the code says | %s |", header, name(w), strings.Join(w, " | "))
		case len(found) > 1:
			t.Errorf("docs/analyses.md, table %s: %d rows %q", header, len(found), name(w))
		case len(found[0]) < len(w) || !slices.Equal(found[0][:len(w)], w):
			t.Errorf("docs/analyses.md, table %s: row %q is | %s |; the code says | %s |", header, name(w), strings.Join(found[0], " | "), strings.Join(w, " | "))
		}
	}
	for _, row := range rows {
		if !slices.ContainsFunc(want, func(w []string) bool { return name(w) == name(row) }) {
			t.Errorf("docs/analyses.md, table %s: row %q is of nothing in the code", header, name(row))
		}
	}
}

func decimal(x float64) string {
	if x == unknownShare {
		return "1/3"
	}
	return strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "-", "−", 1)
}

// TestDocumentedNumbers holds every number of docs/analyses.md against the code.
func TestDocumentedNumbers(t *testing.T) {
	var want [][]string
	for _, n := range numbers {
		want = append(want, []string{n.name, decimal(n.value)})
	}
	stands := (&graph.Assessment{On: graph.MustDate("2026-01-01")}).Stands(graph.MustDate("2026-01-02"))
	want = append(want, []string{"days for which a judgement stands that names no end", fmt.Sprint(int(stands.To - stands.From))})
	for i, d := range dampings {
		want = append(want, []string{[]string{"share of a view that others may have", "… of the lower test of an order", "… of the upper test of an order"}[i], decimal(d)})
	}
	for p, name := range map[pace]string{halved: "factor of the half-lives in the lower test of robust", doubled: "factor of the half-lives in the upper test of robust"} {
		want = append(want, []string{name, decimal(stretch[p])})
	}
	slices.SortFunc(want, slices.Compare)
	readDocument(t).hold(t, "| number | value |", 1, want)
}

// TestEveryNumberIsDocumented finds the constants of this package with a value of
// their own and wants each in the documentation, or said to change no answer.
func TestEveryNumberIsDocumented(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	set := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			g, is := d.(*ast.GenDecl)
			if !is || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) && numeric(v.Values[i]) {
						found[name.Name] = true
					}
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, documented := numbers[name]; !documented && !slices.Contains(inner, name) {
			t.Errorf("the constant %s is in no table of docs/analyses.md: give it a row and a line in numbers", name)
		}
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(numbers)), inner) {
		if !found[name] {
			t.Errorf("%s is no constant with a value of its own", name)
		}
	}
}

// numeric reports whether an expression is a plain number.
func numeric(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		return x.Kind == token.INT || x.Kind == token.FLOAT
	case *ast.UnaryExpr:
		return numeric(x.X)
	case *ast.BinaryExpr:
		return x.Op == token.QUO && numeric(x.X) && numeric(x.Y)
	}
	return false
}

// TestDocumentedTables holds the tables of words against the code.
func TestDocumentedTables(t *testing.T) {
	d := readDocument(t)

	var channels [][]string
	for _, c := range graph.Channels() {
		row := []string{"`" + string(c) + "`", "no contact", "–"}
		if class, w := weigh(c); w > 0 {
			row[1], row[2] = decimal(w), decimal(halfLife[class])
		}
		channels = append(channels, row)
	}
	d.hold(t, "| channel | weight | half-life, days |", 1, channels)

	var claims [][]string
	for _, l := range []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted} {
		claims = append(claims, []string{"`" + string(l) + "`", decimal(claimed(l))})
	}
	odds := statement{level: graph.TieTrusted, conflict: true}
	d.hold(t, "| claim | strength |", 1, append(claims, []string{"at odds", decimal(odds.worth())}))

	var captures [][]string
	for _, m := range []graph.CaptureMode{graph.CaptureMailbox, graph.CaptureHand, graph.CaptureNone} {
		captures = append(captures, []string{"`" + string(m) + "`", decimal(captured(m))})
	}
	d.hold(t, "| capture | c |", 1, captures)

	var stances [][]string
	for _, s := range graph.Stances() {
		row := []string{"`" + string(s) + "`", decimal(s.Info().Worth)}
		if s.Info().Worth == 0 {
			row[1] = "never asked"
		}
		stances = append(stances, row)
	}
	d.hold(t, "| stance of who introduces | factor |", 1, stances)

	var policies [][]string
	for _, tier := range []graph.Tier{graph.TierStrategic, graph.TierKey, graph.TierStandard} {
		p := defaultPolicy(tier)
		around := "–"
		if p.Neighbourhood > 0 {
			around = fmt.Sprintf("%.0f %%", 100*p.Neighbourhood)
		}
		policies = append(policies, []string{strings.ToLower(string(tier)), fmt.Sprint(p.DeciderDepth), fmt.Sprint(p.InfluencerDepth), around,
			fmt.Sprint(p.CadenceDays), fmt.Sprint(p.CadenceMaximum), fmt.Sprint(p.CounterpartGap)})
	}
	d.hold(t, "| tier | depth of deciders | of influencers and gatekeepers | neighbourhood | cadence, days | longest, days | gap of levels |", 1, policies)

	var bands [][]string
	for _, b := range graph.Bands() {
		from := map[graph.Band]float64{graph.BandAcquainted: acquaintedAt, graph.BandWorking: workingAt, graph.BandStrong: strongAt, graph.BandClose: closeAt}[b]
		if bandOf(from) != b {
			t.Errorf("a strength of %v is %s, not %s", from, bandOf(from), b)
		}
		bands = append(bands, []string{"`" + string(b) + "`", decimal(from)})
	}
	d.hold(t, "| band | from | |", 1, bands)

	var shared [][]string
	for _, c := range []struct {
		context context
		name    string
		rate    float64
	}{
		{managed, "who led them", knowTeam}, {reported, "who reported to them", knowTeam}, {teamed, "under one manager", knowTeam},
		{inOneUnit, "in one unit", knowUnit}, {inOneFirm, "in one firm of 50", firmRate(50)}, {inOneFirm, "in one firm of 200", firmRate(200)}, {inOneFirm, "in one firm of 1000", firmRate(1000)},
	} {
		know := chance(c.rate, 3)
		shared = append(shared, []string{c.name, decimal(introduces(c.context)), fmt.Sprintf("%.2f", know), fmt.Sprintf("%.2f", min(impliedCap, introduces(c.context)*know))})
	}
	d.hold(t, "| shared for three years | worth | chance that they know each other | handshake |", 1, shared)

	var neighbours [][]string
	for _, f := range graph.Functions() {
		var near []string
		for _, g := range graph.Functions() {
			if f.Adjacent(g) {
				near = append(near, functionText(g))
			}
		}
		neighbours = append(neighbours, []string{functionText(f), strings.Join(near, ", ")})
	}
	d.hold(t, "| function | neighbours |", 1, neighbours)
}

// TestDocumentedLaws wants each test by which docs/analyses.md says that a law is
// held to be there.
func TestDocumentedLaws(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	set := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, is := d.(*ast.FuncDecl); is && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
		}
	}
	laws := readDocument(t).tables["| law | held by |"]
	if len(laws) == 0 {
		t.Fatal("docs/analyses.md has no table of laws")
	}
	for _, row := range laws {
		for _, name := range strings.Split(row[1], ", ") {
			if name = strings.Trim(name, "`"); !strings.HasPrefix(name, "Test") || !tests[name] {
				t.Errorf("docs/analyses.md: no test %q holds %q", name, row[0])
			}
		}
	}
}
