package find

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/doctest"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/opinions"
)

// numbers says of each constant of the analyses with a value of its own what the
// documentation calls it.
var numbers = map[string]string{
	// what a tie is worth
	"unanswered":          "share of an unanswered text that counts",
	"halfAccess":          "evidence at which access is one half",
	"statementWeight":     "weight of a claim on the day it is said",
	"statementHalf":       "half-life of a claim, days",
	"slowShare":           "share of a contact that fades slowly",
	"slowFactor":          "how many times as slowly that is",
	"captureWeight":       "weight of what is seen where every contact is noticed",
	"roomLimit":           "people in a room, above which it is an event",
	"eventsNeeded":        "events shared from which they count",
	"minContactWindow":    "days for which a contact or claim keeps a tie in touch",
	"statementLife":       "days for which a claim stands without any contact",
	"recentDays":          "days in which contacts are counted for confidence",
	"highContacts":        "contacts in those days from which confidence is high",
	"mediumContacts":      "contacts in those days from which confidence is medium",
	"cadenceGrace":        "times the agreed cadence for which a tie is in touch and a pairing awake",
	"dormantShare":        "share of its peak that a dormant tie is worth",
	"acquaintedAt":        "strength from which a tie is acquainted, and a handshake",
	"workingAt":           "strength from which a tie is working",
	"strongAt":            "strength from which a tie is strong",
	"closeAt":             "strength from which a tie is close",
	"disagreementGap":     "difference of access and claim above which a tie is disputed",
	"disagreementCapture": "capture from which a tie can be disputed",
	"disagreementWeight":  "weight left of a claim from which a tie can be disputed",
	// what is shared
	"knowTeam":       "chances a year to come to know each other under one manager",
	"knowUnit":       "chances a year in one unit",
	"knowFirm":       "chances a year in one firm",
	"knowFirmSize":   "size of a firm above which the chances fall",
	"knowFirmFall":   "power of the size with which they fall",
	"impliedManager": "worth of being the manager",
	"impliedReport":  "worth of being the report",
	"impliedPeer":    "worth of anything else shared",
	"impliedCap":     "worth of what is implied, at most",
	"firmLimit":      "size of a firm above which sharing it says nothing",
	"presumed":       "days for which a seat is taken to be held whose first day is not known",
	// coverage and losses
	"likelyAt":         "probability from which an introduction is likely",
	"possibleAt":       "probability from which an introduction is possible",
	"soon":             "days ahead within which a decision or renewal is near",
	"freshDays":        "days for which a new holder of a seat is a new face",
	"usersPart":        "a function matters with more than one in so many users",
	"mappedLevel":      "level from which somebody should be recorded in the function of a decision area",
	"mostHeard":        "people besides the deciders among whom an ally is looked for",
	"pairAnew":         "times its cadence after which an asleep pairing is to be paired anew",
	"maxSeconds":       "people for whom a second owner is proposed at once",
	"triedLevers":      "levers among which one is looked for to which a way leads",
	"bowTieShare":      "share of the working ties from which one person makes a bow-tie",
	"diamondShare":     "share of the working ties that nobody exceeds in a diamond",
	"diamondFunctions": "functions linked from which it is a diamond",
	"peerLevels":       "levels by which peers differ at most",
	"weakerShare":      "share of a probability, below which a way is weakened",
	// introductions
	"firstHopBase":  "probability of a first handshake: base",
	"firstHopSlope": "probability of a first handshake: times the strength",
	"friction":      "factor of each further handshake",
	"gatekeeping":   "factor of a gatekeeper",
	"levelSkipped":  "factor of each level skipped upwards beyond one",
	"loadUnit":      "asks that halve somebody's readiness",
	"loadWindow":    "days in which asks count",
	"loadLimit":     "asks from which nobody is asked again",
	// moves and handovers
	"gapDays":        "days between two companies of one move",
	"massMoves":      "people going the same way from which it is an event of the firm",
	"handoverDays":   "days for which somebody who left is asked first",
	"moveYear":       "days back for which the latest move, or a leaver, is looked for",
	"badMomentDays":  "days around a renewal, decision or change that make a bad moment",
	"exclusiveShare": "share of an account's working ties, above which losing them is grave",
	"newFacesDays":   "days without anybody new met that are a reason to change",
	"lateDays":       "days in which late promises are counted",
	"lateMany":       "late promises that are a reason to change",
	// influence
	"presumedSway": "influence of a boss, or of a recorded influencer or approver, where none is stated",
	"unknownShare": "unknown share of a decision from which it is said where to begin",
	// counterparts
	"gapJunior":     "points a level by which ours is the junior",
	"gapSenior":     "points a level by which ours is the senior",
	"functionNear":  "points for a neighbouring function",
	"functionFar":   "points for another function, or one not known",
	"tiePoints":     "points off, times the strength of a tie",
	"noLanguage":    "points for no shared language, where both are known",
	"farHours":      "hours between the time zones, above which they are far",
	"zoneFar":       "points for time zones that are far",
	"veryFarHours":  "hours between the time zones, above which they are very far",
	"zoneVeryFar":   "points for time zones that are very far",
	"loadPoints":    "points, times the square of the pairings carried already",
	"soleOwnerness": "points for being the only tie to another decider here",
	"benchLevel":    "level from which anybody of ours may be proposed",
	"nearlyAsGood":  "points by which a counterpart under another manager may be dearer in a remedy",
	"keepPoints":    "points for being paired today",
	"offTeam":       "points day by day for not working on the account, or only as its sponsor",
	"openDecider":   "points for leaving a decider or approver open",
	"openVoice":     "points for leaving an influencer or gatekeeper open",
	"openUser":      "points for leaving a buyer, user or initiator open",
	"openNobody":    "points for leaving anybody else open",
	"pairingLevel":  "level from which somebody wants a counterpart without a part, or as a user or initiator",
	// promises
	"overdueDays": "days after its day for which a promise may be open",
	"lateAgain":   "promises about an account, late, that are too many",
	"lateWithin":  "days in which those are counted",
	"driftMissed": "times that a promise that recurs is missed and drifts",
	"rateFrom":    "due days from which a rate is told",
	// care
	"problemDays": "days for which a problem may be open",
	"agreedDays":  "days within which the client agrees to value",
	// What is asked for where nothing is said, and at most.
	"defaultCareDays":      "days back in which value and concessions count",
	"maxCareDays":          "days back in which value and concessions count, at most",
	"defaultPromiseDays":   "days back in which due days count",
	"maxPromiseDays":       "days back in which due days count, at most",
	"defaultPromiseAhead":  "days ahead, today among them, within which a promise is due soon",
	"maxPromiseAhead":      "days ahead within which a promise is due soon, at most",
	"defaultPromises":      "promises listed",
	"maxPromises":          "promises listed, at most",
	"defaultHorizon":       "horizon, handshakes",
	"maxHorizon":           "horizon, at most",
	"defaultHops":          "handshakes of an introduction",
	"maxHops":              "handshakes of an introduction, at most",
	"defaultIntroducers":   "people to ask",
	"maxIntroductions":     "people to ask, at most",
	"defaultAlternates":    "further routes by the same person",
	"maxAlternates":        "further routes by the same person, at most",
	"maxSeekers":           "seekers, at most",
	"defaultMoves":         "moves",
	"maxMoves":             "moves, at most",
	"maxTies":              "ties listed, at most and where nothing is said",
	"defaultInfluencers":   "people who shape a decision",
	"maxInfluencers":       "people who shape a decision, at most",
	"maxBrokerPeople":      "people at an account, up to whom brokers are worked out",
	"maxLeavers":           "leavers of a scenario, at most",
	"maxDepartures":        "departures that are looked for to cut an area off",
	"maxStructural":        "structural depth, at most",
	"maxPairingCandidates": "candidates of ours in pairing",
	"maxListed":            "ties that the facts of one finding list",
	"maxRecover":           "steps to cover anew on a move card, and gaps opened that it lists",
	"maxIssueIDs":          "ids that a data issue lists",
	// How contact keeps up.
	"overdueTimes":     "times its cadence after which contact is overdue",
	"silenceTimes":     "times the longest gap of the year after which a tie is silent",
	"silenceLeast":     "days after which it is, at least",
	"silenceYear":      "days up to the last contact that make its rhythm",
	"silenceContacts":  "days of contact among them from which there is one",
	"silentFor":        "days after the last contact up to which silence is told",
	"baseline":         "weeks that a decline is told from",
	"watched":          "weeks that are held against them",
	"lateStart":        "days of them within which the first contact must lie",
	"leastRate":        "contact-days a week below which no decline is told",
	"declineShare":     "share of the rate before that is looked for",
	"falseAlarm":       "weeks between two false alarms of an even series, at least",
	"seasonWeight":     "contact-days a week that speak for an even year",
	"neglectShare":     "share of what is agreed, below which an account is neglected",
	"neglectOverdue":   "contacts that are overdue where it is",
	"neglectChance":    "probability of so few by chance, below which it is",
	"overServed":       "times what is agreed, above which an account is over-served",
	"overDays":         "contact-days above what is agreed where it is",
	"favouriteShare":   "share of the contact-days of one of ours, above which somebody is a favourite",
	"leastDays":        "contact-days from which favourites and new people are looked for",
	"newPersonDays":    "days in which somebody new is met",
	"defaultAttention": "accounts, and people, of attention",
	"maxAttention":     "accounts, and people, of attention, at most",
	"defaultCadences":  "contacts that are due, and silent ties",
	"maxCadences":      "contacts that are due, and silent ties, at most",
}

// inner are constants that change no answer, only how it is worked out or kept.
var inner = []string{
	"defaultKept", "reportSize", "maxTouched", "keptCircles", "maxRipples", "circleShift", // answers kept
	"fadingSteps", "settled", "few", // arithmetic and storage
	"none", "nobody", "absent", // no number of a seat, person or node
}

// parsed calls f for each Go file of the analyses, with its name from here.
func parsed(t *testing.T, f func(name string, file *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err == nil {
			f(path, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// constants returns the constants of the analyses with a value of their own.
func constants(t *testing.T) map[string]float64 {
	t.Helper()
	found := map[string]float64{}
	parsed(t, func(name string, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, d := range file.Decls {
			g, is := d.(*ast.GenDecl)
			if !is || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i >= len(v.Values) {
						continue
					}
					if x, is := plainNumber(v.Values[i]); is {
						word := strings.ToLower(name.Name[:1]) + name.Name[1:]
						if had, twice := found[word]; twice && had != x {
							t.Errorf("there are two constants %s, %v and %v", word, had, x)
						}
						found[word] = x
					}
				}
			}
		}
	})
	return found
}

// plainNumber returns the value of an expression that is a plain number.
func plainNumber(x ast.Expr) (float64, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		if x.Kind == token.INT || x.Kind == token.FLOAT {
			v, err := strconv.ParseFloat(strings.ReplaceAll(x.Value, "_", ""), 64)
			return v, err == nil
		}
	case *ast.UnaryExpr:
		v, is := plainNumber(x.X)
		return -v, is && x.Op == token.SUB
	case *ast.BinaryExpr:
		a, isA := plainNumber(x.X)
		b, isB := plainNumber(x.Y)
		return a / b, isA && isB && x.Op == token.QUO
	}
	return 0, false
}

// TestDocumentedNumbers holds every number of docs/analyses.md against the code, and
// wants each constant of the analyses with a value of its own in it, or said to
// change no answer.
func TestDocumentedNumbers(t *testing.T) {
	found := constants(t)
	var want [][]string
	for name, label := range numbers {
		value, there := found[name]
		if !there {
			t.Errorf("%s is no constant with a value of its own", name)
		}
		want = append(want, []string{label, doctest.Decimal(value)})
	}
	for _, name := range inner {
		if _, there := found[name]; !there {
			t.Errorf("%s is no constant with a value of its own", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, documented := numbers[name]; !documented && !slices.Contains(inner, name) {
			t.Errorf("the constant %s is in no table of docs/analyses.md: give it a row and a line in numbers", name)
		}
	}
	stands := (&graph.Assessment{On: graph.MustDate("2026-01-01")}).Stands(graph.MustDate("2026-01-02"))
	want = append(want, []string{"days for which a judgement stands that names no end", fmt.Sprint(int(stands.To - stands.From))})
	for i, d := range opinions.Dampings {
		want = append(want, []string{[]string{"share of a view that others may have", "… of the lower test of an order", "… of the upper test of an order"}[i], doctest.Decimal(d)})
	}
	for p, name := range map[knows.Pace]string{knows.Halved: "factor of the half-lives in the lower test of robust", knows.Doubled: "factor of the half-lives in the upper test of robust"} {
		want = append(want, []string{name, doctest.Decimal(p.Factor())})
	}
	slices.SortFunc(want, slices.Compare)
	doctest.Read(t, "../../..").Hold(t, "| number | value |", 1, want)
}

// TestDocumentedLaws wants each test by which docs/analyses.md says that a law is
// held to be there.
func TestDocumentedLaws(t *testing.T) {
	tests := map[string]bool{}
	parsed(t, func(name string, file *ast.File) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, d := range file.Decls {
			if fn, is := d.(*ast.FuncDecl); is && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
		}
	})
	laws := doctest.Read(t, "../../..").Tables["| law | held by |"]
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
