package graph

import (
	"errors"
	"fmt"
	"strings"
)

// The four kinds of error that a caller can act on. Every other error is a
// fault of ours or of the machine. Test with [errors.Is].
var (
	ErrInvalid   = errors.New("invalid")
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("conflict")
	ErrForbidden = errors.New("forbidden")
)

// Error is a refusal that names the rule that was broken and the elements
// that broke it.
type Error struct {
	Kind error  // one of ErrInvalid, ErrNotFound, ErrConflict, ErrForbidden
	Rule string // the name of the rule, see [rules.Rules]; never empty
	IDs  []ID   // the elements concerned, the offender first
	Msg  string // what is wrong and what was wanted; lower-case, no full stop
}

// Error returns "rule: message".
func (e *Error) Error() string { return e.Rule + ": " + e.Msg }

// Unwrap returns the kind, so that errors.Is(err, ErrInvalid) works.
func (e *Error) Unwrap() error { return e.Kind }

// Refuse returns an error of one of the four kinds, of the given rule about the
// given elements.
func Refuse(kind error, rule string, ids []ID, format string, args ...any) *Error {
	return &Error{Kind: kind, Rule: rule, IDs: ids, Msg: fmt.Sprintf(format, args...)}
}

// Invalid returns an [ErrInvalid] error of the given rule about the given
// elements.
func Invalid(rule string, ids []ID, format string, args ...any) *Error {
	return Refuse(ErrInvalid, rule, ids, format, args...)
}

// NotFound returns an [ErrNotFound] error about id, which was wanted as a what.
func NotFound(what string, id ID) *Error {
	return Refuse(ErrNotFound, "exists", []ID{id}, "no %s has the id %s", what, Quote(string(id)))
}

// Errors is a list of refusals, in the order in which they were found. A
// commit is refused with all of them at once.
type Errors []*Error

// Error joins the messages of at most ten refusals, one a line, and counts the
// rest.
func (es Errors) Error() string {
	var b strings.Builder
	for i, e := range es {
		if i == 10 {
			fmt.Fprintf(&b, "\nand %d more", len(es)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

// Unwrap returns the refusals, so that errors.Is and errors.As look into them.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// Quote returns s in quotes, control characters escaped, cut at 80 characters.
func Quote(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		s = string(r[:79]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
