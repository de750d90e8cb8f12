package gqlserve

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// hostile are documents that are made to be expensive. Each is known to cost
// seconds, or the process, somewhere else.
var hostile = []struct {
	name, query string
	limit       string // extensions.limit of the refusal; empty when the document is valid or wrong otherwise
}{
	{"too large", "{echo(text:" + strings.Repeat("[", 900_000), "document"},
	{"deep list", "{echo(text:" + strings.Repeat("[", 260_000), "nesting"},
	{"deep object", "{echo(text:" + strings.Repeat("{a:", 80_000), "nesting"},
	{"deep selection", strings.Repeat("{a", 130_000), "nesting"},
	{"deep type", "query($a:" + strings.Repeat("[", 260_000), "nesting"},
	{"deep parentheses", strings.Repeat("{a(", 80_000), "nesting"},
	{"many tokens", "{" + strings.Repeat("a ", 130_000) + "}", "tokens"},
	{"many comments", strings.Repeat("#\n", 130_000) + "{__typename}", "tokens"},
	{"many commas", "{" + strings.Repeat(",", 260_000) + "__typename}", ""},
	{"long string of escapes", `{echo(text:"` + strings.Repeat(`\u0041`, 43_000) + `")}`, ""},
	{"long block string", `{echo(text:"""` + strings.Repeat("\n", 262_000) + `""")}`, ""},
	{"long comment", "{__typename}#" + strings.Repeat("a", 260_000), ""},
	{"long string", `{echo(text:"` + strings.Repeat("a", 260_000) + `")}`, ""},
	{"long name", "{" + strings.Repeat("a", 260_000) + "}", ""},
	{"long number", "{sum(numbers:" + strings.Repeat("1", 260_000) + ")}", ""},
	{"directives", "{__typename " + strings.Repeat("@skip(if:false)", 51) + "}", "directives"},
	{"aliases", "{" + repeat(101, "a#:__typename ") + "}", "aliases"},
	{"repeated leaf", "{" + strings.Repeat("__typename ", 3_900) + "}", "repeats"},
	{"repeated object", "{" + strings.Repeat(`node(id:"a"){id}`, 390) + "}", "repeats"},
	{"repeated in inline fragments", strings.Repeat("{...on Query", 36) + "{" + strings.Repeat("__typename ", 149) + "}" + strings.Repeat("}", 36), ""},
	{"inline fragments", "{" + strings.Repeat("...on Query{"+strings.Repeat("...on Query{__typename}", 28)+"}", 22) + "}", "repeats"},
	{"nested repeats", "{" + strings.Repeat("authors{edges{node{"+strings.Repeat("id name ", 12)+"}}}", 110) + "}", "repeats"},
	{"many operations", repeat(11, "query a#{__typename}"), "operations"},
	{"deep fields", "{books{edges{node{" + strings.Repeat("author{books{edges{node{", 5) + "id" + strings.Repeat("}}}}", 5) + "}}}}", "depth"},
	{"deep by fragments", "{books{edges{node{...f0}}}}" + repeat(20, "fragment f# on Book{author{books{edges{node{...f9}}}}}"), ""},
	{"fragment cycle", "{...a}fragment a on Query{...b}fragment b on Query{...a}", ""},
	{"fragment cycle of itself", "{...a}fragment a on Query{__typename ...a}", ""},
	{"many fragment cycles", "{...f0}" + chain(300, "...f0 "), ""},
	{"fragment fan", "{books{edges{node{...f0}}}}" + fan(20), "depth"},
	{"flat fragment fan", "{...f0}" + flatFan(300), "fragments"},
	{"fragment chain", "{...f0}" + chain(490, ""), "fragments"},
	{"introspection fan", "{__schema{types{...f0}}}" + introspectionFan(16), "cost"},
	{"introspection lists", "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}", "introspection"},
	{"introspection by aliases", "{" + repeat(100, "a#:__schema{types{fields{name type{name}}}}") + "}", "cost"},
	{"subset merging", subsets(9), "cost"},
	{"merging of fragments in pairs", "{" + repeat(300, "...f#") + "}" + repeat(300, "fragment f# on Query{echo}"), "repeats"},
	{"interfaces against objects", "{" + repeat(100, "node(id:1){...on Author{id}...on Book{id}id}") + "}", "repeats"},
	{"expensive lists", "{books(first:100){edges{node{related{related{related{id}}}}}}}", "cost"},
	{"overflowing cost", "{authors(first:2147483647){edges{node{books(first:2147483647){edges{node{author{books(first:2147483647){edges{node{id}}}}}}}}}}}", "cost"},
	{"unknown names", "{" + repeat(1300, "z# ") + "}", ""},
	{"wrong values", "{" + strings.Repeat(`sum(numbers:[{a:[{b:"c"}]}])`, 200) + "}", ""},
}

func chain(n int, extra string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on Query{%s...f%d}", i, extra, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on Query{__typename}", n)
	return b.String()
}

func fan(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on Book{a:author{books{edges{node{...f%d}}}}b:author{books{edges{node{...f%d}}}}}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on Book{id}", n)
	return b.String()
}

// flatFan is n fragments each of which spreads all later ones it has room for.
func flatFan(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on Query{", i)
		for j := i + 1; j <= min(i+3, n); j++ {
			fmt.Fprintf(&b, "...f%d ", j)
		}
		b.WriteString("}")
	}
	fmt.Fprintf(&b, "fragment f%d on Query{__typename}", n)
	return b.String()
}

func introspectionFan(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on __Type{a:ofType{...f%d}b:ofType{...f%d}}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on __Type{name}", n)
	return b.String()
}

// subsets is a document in which many paths merge different sets of fragments,
// five to a level.
func subsets(levels int) string {
	var b strings.Builder
	b.WriteString("{" + repeat(5, "r#:books{edges{node{...f0_#}}}") + "}")
	for i := range levels {
		for j := range 5 {
			fmt.Fprintf(&b, "fragment f%d_%d on Book{a:related{...f%d_%d ...f%d_%d}b:related{...f%d_%d}}",
				i, j, i+1, j, i+1, (j+1)%5, i+1, (2*j+1)%5)
		}
	}
	for j := range 5 {
		fmt.Fprintf(&b, "fragment f%d_%d on Book{id}", levels, j)
	}
	return b.String()
}

// TestHostileDocuments holds every document against the guard. What it costs is
// logged, not asserted: a busy machine is no failure.
func TestHostileDocuments(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			h := NewHandler(testschema.New(), Options{})
			start := time.Now()
			_, errs := h.prepare(t.Context(), params{query: test.query}, nil)
			took := time.Since(start)
			limit := ""
			if len(errs) > 0 {
				limit, _ = errs[0].Extensions["limit"].(string)
				if len(errs) > 5 {
					t.Errorf("prepare(%s) = %d errors, want at most 5", test.name, len(errs))
				}
				for _, err := range errs {
					if len(err.Message) > maxMessage+3 || codeOf(err) == "" {
						t.Errorf("prepare(%s) = an error of %d bytes with the code %q", test.name, len(err.Message), codeOf(err))
					}
				}
			}
			t.Logf("%v: %v", took, shorten(fmt.Sprint(errs)))
			if limit != test.limit {
				t.Errorf("prepare(%s) is refused for the limit %q, want %q", test.name, limit, test.limit)
			}
		})
	}
}
