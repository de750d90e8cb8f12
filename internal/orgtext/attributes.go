package orgtext

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// The properties that a number, a day or a quoted text alone stands for.
var (
	mainNumber = map[graph.Kind]string{
		graph.NodePosition: "level", graph.EdgeInfluences: "weight", graph.NodeRevenue: "amount",
		graph.NodeDecisionArea: "budget", graph.NodeInteraction: "count", graph.EdgePairedWith: "cadenceDays",
		graph.NodePerson: "capacity", graph.NodeValueRecord: "amount", graph.NodeCommitment: "everyDays",
	}
	mainDate = map[graph.Kind]string{
		graph.NodeInteraction: "on", graph.NodeCommitment: "promised", graph.NodeAssessment: "on",
		graph.NodeScorecard: "on", graph.NodeProblem: "on", graph.NodeConcession: "on", graph.NodeSignal: "on",
		graph.NodeValueRecord: "on", graph.NodeIntroduction: "asked", graph.NodeAction: "due",
		graph.NodeAccount: "renewal", graph.NodeDecisionArea: "due", graph.EdgeKnows: "on",
		graph.EdgeInfluences: "on", graph.EdgeDecides: "on", graph.EdgeExcludes: "on", graph.EdgeHolds: "noticeOn",
	}
	mainText = map[graph.Kind]string{
		graph.NodeInteraction: "subject", graph.NodeCommitment: "text", graph.NodeAction: "text",
		graph.NodeAssessment: "evidence", graph.NodeScorecard: "evidence", graph.NodeProblem: "text",
		graph.NodeConcession: "text", graph.NodeSignal: "text", graph.NodeValueRecord: "text",
		graph.NodeIntroduction: "outcome", graph.NodePerson: "notes", graph.EdgeKnows: "evidence",
		graph.EdgeInfluences: "evidence", graph.EdgeDecides: "evidence", graph.EdgePairedWith: "purpose",
		graph.EdgeExcludes: "reason",
	}
)

var enumValues = func() map[string][]string {
	m := map[string][]string{}
	for _, e := range graph.Enums() {
		m[e.Name] = e.Values
	}
	return m
}()

// attributes is what stands after a colon or in parentheses.
type attributes struct {
	values map[string]graph.Value
	days   graph.Interval
	dated  bool // days were given
}

// add reads tokens as attributes of a fact of kind k.
func (p *parser) add(a *attributes, k graph.Kind, tokens []token) error {
	if a.values == nil {
		a.values = map[string]graph.Value{}
	}
	for _, t := range tokens {
		var err error
		switch name, value, ok := strings.Cut(t.text, "="); {
		case t.kind == mark:
			err = fmt.Errorf("%q is out of place", t.text)
		case t.kind == word && strings.HasPrefix(t.text, "@"):
			err = a.addDays(t.text[1:])
		case t.kind == quoted:
			err = p.addMain(a, k, mainText, "quoted text", t.text)
		case ok:
			err = p.set(a, k, name, value)
		default:
			err = p.addWord(a, k, t.text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *attributes) addDays(text string) error {
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return fmt.Errorf("@%s is not an interval; write @FROM..TO, either end may be missing", text)
	}
	if a.dated {
		return fmt.Errorf("@%s is a second interval", text)
	}
	a.dated = true
	var err error
	if a.days.From, err = graph.ParseDate(from); err != nil {
		return err
	}
	a.days.To, err = graph.ParseDate(to)
	return err
}

func (p *parser) addMain(a *attributes, k graph.Kind, main map[graph.Kind]string, what, value string) error {
	if main[k] == "" {
		return fmt.Errorf("a %s alone means nothing to %s; write property=value", what, k)
	}
	return p.set(a, k, main[k], value)
}

func (p *parser) addWord(a *attributes, k graph.Kind, text string) error {
	if _, err := graph.ParseDate(text); err == nil {
		return p.addMain(a, k, mainDate, "day", text)
	}
	if _, err := number(text); err == nil {
		return p.addMain(a, k, mainNumber, "number", text)
	}
	var found []string
	for _, f := range graph.Fields(k) {
		if f.Type == graph.FieldBool && f.Name == text || slices.Contains(enumValues[f.Enum], enumWord(text)) {
			found = append(found, f.Name)
		}
	}
	switch {
	case len(found) > 1:
		return fmt.Errorf("%q may be the %s of %s; write property=value", text, strings.Join(found, " or the "), k)
	case len(found) == 1:
		if f, _ := graph.FieldOf(k, found[0]); f.Type == graph.FieldBool {
			text = "true"
		}
		return p.set(a, k, found[0], text)
	case isCurrency(text):
		return p.set(a, k, "currency", text)
	}
	return fmt.Errorf("%s has no value %q; write property=value", k, text)
}

func enumWord(s string) string { return strings.ToUpper(strings.ReplaceAll(s, "-", "_")) }

func isCurrency(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func number(s string) (float64, error) {
	if s == "" || !strings.ContainsAny(s[:1], "0123456789-") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
}

// set reads the value of one property; the empty text is no value. A list may
// grow, anything else is said once.
func (p *parser) set(a *attributes, k graph.Kind, name, text string) error {
	f, ok := graph.FieldOf(k, name)
	if !ok {
		return fmt.Errorf("%s has no property %q", k, name)
	}
	if _, twice := a.values[name]; twice && f.Type != graph.FieldStrings {
		return fmt.Errorf("%s is said twice", name)
	}
	if text == "" { // said to be unknown; in a person line, taken back
		a.values[name] = ""
		return nil
	}
	if f.Enum != "" {
		text = enumWord(text)
	}
	var v graph.Value
	var err error
	switch f.Type {
	case graph.FieldText:
		v = text
		if name == "by" || name == "owner" {
			var id graph.ID
			id, err = p.resolve(text, graph.NodePerson)
			v = string(id)
		}
	case graph.FieldInt:
		v, err = strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, 64)
	case graph.FieldFloat:
		v, err = number(text)
	case graph.FieldBool:
		v, err = strconv.ParseBool(text)
	case graph.FieldDate:
		v, err = graph.ParseDate(text)
	case graph.FieldStrings:
		old, _ := a.values[name].([]string)
		v = append(old, strings.Split(text, ",")...)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.values[name] = v
	return nil
}
