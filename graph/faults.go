package graph

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckProps reports what is wrong with the properties and days of an element as a
// fact of its kind, under the rules property, value and required. It must be of a
// known kind.
func (e *Element) CheckProps(report func(rule, format string, args ...any)) {
	planOfKind[e.Kind].check(e, report)
	for _, d := range []Date{e.From, e.To} {
		if msg := d.Fault(); msg != "" {
			report("value", "%s", msg)
		}
	}
}

// Fault says what is wrong with a day; "" is nothing.
func (d Date) Fault() string {
	if d.Valid() {
		return ""
	}
	return fmt.Sprintf("%s is outside the years %d to %d", d, MinYear, MaxYear)
}

// Check holds an element against the rules that look at nothing else: its
// properties, their values and ranges, its name, links and days. It must be of a
// known kind. It returns nil or [Errors] in the order of the rules' table.
func (e *Element) Check() error {
	var errs Errors
	report := func(rule, format string, args ...any) {
		errs = append(errs, Invalid(rule, []ID{e.ID}, "%s: "+format, append([]any{e.ID}, args...)...))
	}
	e.CheckProps(report)
	e.CheckRange(func(msg string) { report("range", "%s", msg) })
	if msg := e.NameFault(); msg != "" {
		report("name", "%s", msg)
	}
	if msg := e.LinksFault(); msg != "" {
		report("link", "%s", msg)
	}
	if err := e.DaysFault(); err != nil {
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// DaysFault refuses an element that ends before it starts, and is nil for others.
func (e *Element) DaysFault() *Error {
	if e.From == 0 || e.To == 0 || e.To > e.From {
		return nil
	}
	return Invalid("dates", []ID{e.ID}, "%s %s ends on %s, which is not after its start on %s", e.Kind, e.ID, e.To, e.From)
}

// EndsFault refuses an edge that joins nodes of kinds which its kind does not
// join, and is nil for others.
func (e *Element) EndsFault(src, dst Kind) *Error {
	if e.Kind.Joins(src, dst) {
		return nil
	}
	return Invalid("endpoints", []ID{e.ID, e.Src, e.Dst}, "%s %s joins a %s to a %s, which %s does not allow", e.Kind, e.ID, src, dst, e.Kind)
}

// SelfFault refuses an edge that joins a node to itself, and is nil for others.
func (e *Element) SelfFault() *Error {
	if e.Src != e.Dst || !e.IsEdge() {
		return nil
	}
	return Invalid("self", []ID{e.ID, e.Src}, "%s %s joins %s to itself", e.Kind, e.ID, e.Src)
}

// ranges lists the bounds of numeric properties by name.
var ranges = map[string][2]float64{
	"level": {1, 5}, "weight": {0, 1}, "neighbourhood": {0, 1}, "count": {0, 1e9}, "capacity": {0, 1000},
	"cadenceDays": {0, 3660}, "cadenceMaximum": {0, 3660}, "everyDays": {0, 3660},
	"deciderDepth": {0, 20}, "influencerDepth": {0, 20}, "counterpartGap": {0, 4}, "order": {1, 1e6},
}

// CheckRange reports each number of an element that is out of its bounds, and a
// currency that is none.
func (e *Element) CheckRange(report func(msg string)) {
	for rest := e.Props; len(rest) > 0; {
		var r rawProp
		r, rest = rest.next()
		name := propNames[r.num]
		var x float64
		switch r.tag {
		case tagInt:
			x = float64(r.int())
		case tagFloat:
			x = r.float()
		case tagString, tagWord:
			if name == "currency" && !isCurrency(r.text()) {
				report("the currency " + Quote(r.text()) + " is not three capital letters")
			}
			continue
		default:
			continue
		}
		if msg := rangeFault(name, x); msg != "" {
			report(msg)
		}
	}
}

func rangeFault(property string, x float64) string {
	if bounds, ok := ranges[property]; ok && !(bounds[0] <= x && x <= bounds[1]) {
		return fmt.Sprintf("%s is %v, wanted %v to %v", property, x, bounds[0], bounds[1])
	}
	return ""
}

func isCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := range 3 {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// MaxName is the length limit of a name in bytes.
const MaxName = 500

// NameFault says what is wrong with the name of an element; "" is nothing. An
// element without a name has no fault here.
func (e *Element) NameFault() string {
	r, ok := e.Props.named("name")
	if !ok || r.tag != tagString && r.tag != tagWord {
		return ""
	}
	text := r.text()
	if msg := nameFault(text); msg != "" {
		return "the name " + Quote(text) + " " + msg
	}
	return ""
}

func nameFault(s string) string {
	switch {
	case strings.TrimSpace(s) == "":
		return "is blank"
	case len(s) > MaxName:
		return "is longer than 500 bytes"
	case !utf8.ValidString(s):
		return "is not valid UTF-8"
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return "holds a control character"
		}
	}
	return ""
}
