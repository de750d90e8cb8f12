package gqlserve

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func TestLimitsDefaults(t *testing.T) {
	want := Limits{
		Body: 1 << 20, Values: 50_000, ValueDepth: 40,
		Document: 256 << 10, Tokens: 4_000, Nesting: 40, Directives: 50, Operations: 10,
		Aliases: 100, Repeats: 150, Depth: 20, Cost: 20_000, ListLength: 10,
		RequestErrors: 5, FieldErrors: 100,
		QueryTime: 30 * time.Second, WriteTime: 10 * time.Second, KeepAlive: 15 * time.Second,
		Streams: 4_096, Message: 64 << 10, Subscriptions: 20, InitTime: 10 * time.Second,
		CachedTokens: 100_000, PersistedBytes: 4 << 20,
	}
	if got := (Limits{}).withDefaults(); got != want {
		t.Errorf("Limits{}.withDefaults() = %+v, want %+v", got, want)
	}
	negative := Limits{}
	for i := range reflect.TypeFor[Limits]().NumField() {
		reflect.ValueOf(&negative).Elem().Field(i).SetInt(-1)
	}
	if got := negative.withDefaults(); got != want {
		t.Errorf("negative limits become %+v, want the defaults", got)
	}
	if got := (Limits{Depth: 3}).withDefaults().Depth; got != 3 {
		t.Errorf("Limits{Depth: 3}.withDefaults().Depth = %d, want 3", got)
	}
}

// TestDocumentLimits holds a document exactly at each limit, and one above it,
// against the guard.
func TestDocumentLimits(t *testing.T) {
	for _, test := range []struct {
		limit      string
		limits     Limits
		at, above  string
		otherError bool // the document at the limit is refused, for another reason
	}{
		{"document", Limits{Document: 20}, "{echo}" + strings.Repeat(" ", 14), "{echo}" + strings.Repeat(" ", 15), false},
		{"tokens", Limits{Tokens: 5}, "{echo slow #\n}", "{echo slow #\n#\n}", false},
		{"nesting", Limits{Nesting: 3}, "{sum(numbers:[1])}", "{sum(numbers:[[1]])}", false},
		{"nesting", Limits{Nesting: 2}, "query($a:[Int]){echo}", "query($a:[[Int]]){echo}", true},
		{"directives", Limits{Directives: 2}, "{echo@skip(if:false)slow@skip(if:true)}", "{echo@skip(if:false)slow@skip(if:true)a:slow@x}", false},
		{"operations", Limits{Operations: 1}, "query a{echo}", "query a{echo}query b{echo}", false},
		{"aliases", Limits{Aliases: 2}, "{a:echo b:echo echo}", "{a:echo ...f}fragment f on Query{b:echo c:echo}", false},
		{"repeats", Limits{Repeats: 3}, "{echo echo echo a:echo}", "{echo echo...{echo}...f}fragment f on Query{echo}", false},
		{"depth", Limits{Depth: 3}, "{books{edges{cursor}}}", "{books{edges{...f}}}fragment f on BookEdge{node{id}}", false},
		{"cost", Limits{Cost: 21}, "{books(first:10){edges{cursor}}}", "{books(first:11){edges{cursor}}}", false},
		{"fragments", Limits{Tokens: 1000}, "{...f0}" + chain(90, ""), "{...f0}" + chain(110, ""), false},
		{"introspection", Limits{}, "{__schema{types{fields{type{fields{name}}}}}}", "{__schema{types{fields{type{...f}}}}}fragment f on __Type{fields{type{inputFields{name}}}}", false},
		{"introspection", Limits{}, "{__schema{types{interfaces{possibleTypes{name}}}}}", `{__type(name:"a"){interfaces{possibleTypes{fields{name}}}}}`, false},
	} {
		t.Run(test.limit, func(t *testing.T) {
			h := NewHandler(testschema.New(), Options{Limits: test.limits})
			if _, err := prepared(t, h, test.at, nil); (err != nil) != test.otherError || err != nil && strings.Contains(err.Error(), "more than") {
				t.Errorf("prepare(%s) = %v, want none of the limit %s", test.at, err, test.limit)
			}
			_, errs := h.prepare(t.Context(), params{query: test.above}, nil)
			if len(errs) != 1 || errs[0].Extensions["limit"] != test.limit || codeOf(errs[0]) == "" {
				t.Errorf("prepare(%s) = %v, want a refusal for the limit %s", test.above, errs, test.limit)
			}
		})
	}
}

func TestRefusedDocuments(t *testing.T) {
	for _, test := range []struct {
		name, query, code, message string
	}{
		{"no operation", "fragment f on Query{echo}", CodeValidationFailed, "no operation"},
		{"nothing", " ", CodeValidationFailed, "no operation"},
		{"syntax", "{echo", CodeParseFailed, "Expected"},
		{"character", "{echo\x01}", CodeParseFailed, "invalid character"},
		{"defer", "{...@defer{echo}}", CodeValidationFailed, "@defer is not supported"},
		{"defer on a spread", "{...f @defer}fragment f on Query{echo}", CodeValidationFailed, "@defer is not supported"},
		{"stream", "{search(text:\"a\")@stream{__typename}}", CodeValidationFailed, "@stream is not supported"},
		{"defer in a fragment", "{...f}fragment f on Query{...@defer{echo}}", CodeValidationFailed, "@defer is not supported"},
		{"which of two", "query a{echo}query b{echo}", CodeValidationFailed, "operationName"},
		{"unknown type", "query($a:Nope){echo}", CodeValidationFailed, "Unknown type"},
		{"two fields of a subscription", "subscription{ticks{number}neverStarts{number}}", CodeValidationFailed, "one top level field"},
		{"Int out of range", "{sum(numbers:[2147483648])}", CodeValidationFailed, "out of range"},
		{"Int out of range in a default", "query($a:Int=2147483648){books(first:$a){edges{cursor}}}", CodeValidationFailed, "out of range"},
		{"number beyond any range", "{bookByIsbn(isbn:99999999999999999999){id}}", CodeValidationFailed, "out of range"},
		{"float beyond any range", "{bookByIsbn(isbn:1e999){id}}", CodeValidationFailed, "out of range"},
		{"conflict", "{a:echo a:slow}", CodeValidationFailed, "cannot be merged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs := NewHandler(testschema.New(), Options{}).prepare(t.Context(), params{query: test.query}, nil)
			if len(errs) == 0 || codeOf(errs[0]) != test.code || !strings.Contains(errs[0].Message, test.message) {
				t.Errorf("prepare(%q) = %v, want %s with %q", test.query, errs, test.code, test.message)
			}
		})
	}
}

// TestNoSuggestions asks for names that are nearly right.
func TestNoSuggestions(t *testing.T) {
	h := NewHandler(testschema.New(), Options{})
	for _, query := range []string{
		"{ech}", "{echoo}", "{authors}", "{books{edge{cursor}}}", `{echo(tex:"a")}`, "{books(genre:FICTIO){pageInfo{endCursor}}}",
		`{books(genre:"FICTION"){pageInfo{endCursor}}}`, "query($a:Genr){echo}", "{...on Querry{echo}}", "{...f}fragment f on Quer{echo}",
		"{echo @skipp(if:true)}", "{echo @skip(iff:true)}", "mutation{renameAuthor(input:{authorID:1,name:\"a\"}){author{id}}}",
		"{__typenam}", "{node(id:1){title}}", "{fail(with:PLAN)}", `{__type(name:"Boo"){name}}`,
	} {
		_, errs := h.prepare(t.Context(), params{query: query}, nil)
		if text, _ := json.Marshal(errs); strings.Contains(strings.ToLower(string(text)), "did you mean") {
			t.Errorf("prepare(%s) = %s, want no suggestion", query, text)
		}
	}
}

func TestIntrospectionOff(t *testing.T) {
	h := NewHandler(testschema.New(), Options{DisableIntrospection: true})
	for query, ok := range map[string]bool{
		"{__typename}":                                        true,
		"{__schema{queryType{name}}}":                         false,
		`{a:__type(name:"Book"){name}}`:                       false,
		"{...f}fragment f on Query{__schema{types{name}}}":    false,
		"mutation{__typename}":                                true,
		"{books{edges{node{__typename author{__typename}}}}}": true,
	} {
		if _, err := prepared(t, h, query, nil); (err == nil) != ok {
			t.Errorf("prepare(%s) = %v, want it refused: %v", query, err, !ok)
		}
	}
}

func TestVariables(t *testing.T) {
	const (
		sum     = "query($n:[Int!]!){sum(numbers:$n)}"
		echo    = "query($t:String){echo(text:$t)}"
		node    = "query($i:ID!){node(id:$i){id}}"
		books   = "query($g:Genre){books(genre:$g){pageInfo{endCursor}}}"
		rename  = "mutation($i:RenameAuthorInput!){renameAuthor(input:$i){author{id}}}"
		include = "query($b:Boolean=true){echo @include(if:$b)}"
	)
	for _, test := range []struct {
		name, query, variables, want string
	}{
		{"list", sum, `{"n":[1,-2147483648]}`, ""},
		{"one for a list", sum, `{"n":1}`, ""},
		{"not there", sum, `{}`, "must be defined"},
		{"null", sum, `{"n":null}`, "cannot be null"},
		{"null in a list", sum, `{"n":[null]}`, "cannot be null"},
		{"too large", sum, `{"n":[1,2147483648]}`, "item 1 is not a whole number"},
		{"much too large", sum, `{"n":[1e20]}`, "whole number"},
		{"fraction", sum, `{"n":[1.5]}`, "whole number"},
		{"text for Int", sum, `{"n":["1"]}`, "whole number"},
		{"object for Int", sum, `{"n":{"a":1}}`, "whole number"},
		{"text", echo, `{"t":"a"}`, ""},
		{"null text", echo, `{"t":null}`, ""},
		{"number for text", echo, `{"t":1}`, "is not a string"},
		{"true for text", echo, `{"t":true}`, "is not a string"},
		{"list for text", echo, `{"t":["a"]}`, "is not a string"},
		{"id", node, `{"i":"a"}`, ""},
		{"number as id", node, `{"i":5}`, ""},
		{"fraction as id", node, `{"i":5.5}`, "is not a whole number"},
		{"true as id", node, `{"i":true}`, "is not a string"},
		{"enum", books, `{"g":"FICTION"}`, ""},
		{"enum in other letters", books, `{"g":"fiction"}`, "is not one of its values"},
		{"number for enum", books, `{"g":1}`, "is not one of its values"},
		{"input", rename, `{"i":{"authorId":"a","name":"b"}}`, ""},
		{"unknown field of input", rename, `{"i":{"authorId":"a","name":"b","nam":1}}`, "unknown field"},
		{"missing field of input", rename, `{"i":{"authorId":"a"}}`, "must be defined"},
		{"wrong field of input", rename, `{"i":{"authorId":"a","name":1}}`, "field name is not a string"},
		{"text for input", rename, `{"i":"a"}`, "is not an object"},
		{"condition", include, `{"b":false}`, ""},
		{"default of a condition", include, `{}`, ""},
		{"null for a condition", include, `{"b":null}`, "must be true or false"},
		{"text for a condition", include, `{"b":"true"}`, "is not true or false"},
		{"unknown variables are ignored", echo, `{"t":"a","x":[[]]}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := NewHandler(testschema.New(), Options{})
			p, refused := decodeParams(fmt.Appendf(nil, `{"query":%q,"variables":%s}`, test.query, test.variables), h.options.Limits)
			if refused != nil {
				t.Fatal(refused.err)
			}
			_, errs := h.prepare(t.Context(), p, nil)
			switch {
			case test.want == "" && errs != nil:
				t.Errorf("prepare(%s) with %s = %v, want no error", test.query, test.variables, errs)
			case test.want != "" && (len(errs) != 1 || !strings.Contains(errs[0].Message, test.want)):
				t.Errorf("prepare(%s) with %s = %v, want %q", test.query, test.variables, errs, test.want)
			case test.want != "" && codeOf(errs[0]) != CodeBadUserInput:
				t.Errorf("code = %s, want %s", codeOf(errs[0]), CodeBadUserInput)
			}
		})
	}
}

func TestDecodeParams(t *testing.T) {
	limits := Limits{Values: 10, ValueDepth: 4}.withDefaults()
	for _, test := range []struct {
		name, body string
		status     int // 0 when it is accepted
	}{
		{"all", `{"query":"q","operationName":"o","variables":{"a":1},"extensions":{}}`, 0},
		{"nulls", `{"query":"q","operationName":null,"variables":null,"extensions":null}`, 0},
		{"unknown names", `{"query":"q","id":1}`, 0},
		{"other letters are another name", `{"Query":1}`, 0},
		{"empty", ``, 400},
		{"not JSON", `{"query":"q"`, 400},
		{"null", `null`, 400},
		{"number", `1`, 400},
		{"batch", ` [{"query":"q"}]`, 400},
		{"trailing data", `{"query":"q"}{}`, 400},
		{"query of another type", `{"query":{}}`, 400},
		{"operationName of another type", `{"query":"q","operationName":1}`, 400},
		{"variables of another type", `{"query":"q","variables":[]}`, 400},
		{"extensions of another type", `{"query":"q","extensions":"a"}`, 400},
		{"not UTF-8", "{\"query\":\"\xff\"}", 400},
		{"as many values as allowed", `{"variables":{"a":[1,2,3,4,5,6,7]}}`, 0},
		{"more values than allowed", `{"variables":{"a":[1,2,3,4,5,6,7,8]}}`, 413},
		{"commas in texts are none", `{"query":",,,,\",,,,,{[{[{["}`, 0},
		{"as deep as allowed", `{"variables":{"a":[[1]]}}`, 0},
		{"deeper than allowed", `{"variables":{"a":[[[1]]]}}`, 400},
		{"very deep", `{"variables":` + strings.Repeat("[", 500_000), 400},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, refused := decodeParams([]byte(test.body), limits)
			status := 0
			if refused != nil {
				status = refused.status
			}
			if status != test.status {
				t.Errorf("decodeParams(%s) = %+v with status %d, want %d", shorten(test.body), p, status, test.status)
			}
		})
	}
}

func TestNegotiate(t *testing.T) {
	for _, test := range []struct {
		accept string
		want   media
	}{
		{"", mediaJSON},
		{"*/*", mediaJSON},
		{"application/*", mediaJSON},
		{"application/json", mediaJSON},
		{"application/json; charset=utf-8", mediaJSON},
		{"application/json; charset=latin1", mediaNone},
		{"application/graphql-response+json", mediaResponse},
		{"application/graphql-response+json, application/json", mediaResponse},
		{"application/json, application/graphql-response+json", mediaJSON},
		{"application/json;q=0.5, application/graphql-response+json;q=0.9", mediaResponse},
		{"application/json;q=0, application/graphql-response+json;q=0.1", mediaResponse},
		{"application/json;q=0", mediaNone},
		{"application/json;q=x", mediaNone},
		{"text/event-stream", mediaEvents},
		{"text/event-stream, application/json", mediaEvents},
		{"application/json, text/event-stream", mediaJSON},
		{"text/event-stream;q=0, application/json", mediaJSON},
		{"multipart/mixed, text/event-stream", mediaNone},
		{"text/html", mediaNone},
		{"text/html, */*;q=0.1", mediaJSON},
		{";;;, application/json", mediaJSON},
	} {
		header := map[string][]string{}
		if test.accept != "" {
			header["Accept"] = []string{test.accept}
		}
		if got := negotiate(header); got != test.want {
			t.Errorf("negotiate(%q) = %q, want %q", test.accept, got, test.want)
		}
	}
}

func TestWithoutGoTypes(t *testing.T) {
	_, err := graphql.UnmarshalString([]any{1})
	if got := withoutGoTypes(err.Error()); got != "list is not a string" {
		t.Errorf("withoutGoTypes(%q) = %q, want %q", err, got, "list is not a string")
	}
	for message, want := range map[string]string{
		"map[string]interface {} is not an int": "object is not an int",
		"json.Number is not a bool":             "number is not a bool",
		"a date is needed":                      "a date is needed",
	} {
		if got := withoutGoTypes(message); got != want {
			t.Errorf("withoutGoTypes(%q) = %q, want %q", message, got, want)
		}
	}
}

func TestLRU(t *testing.T) {
	l := newLRU[int](10)
	has := func(want ...string) {
		t.Helper()
		for _, key := range []string{"a", "b", "c", "d", "big"} {
			_, got := l.items[key]
			wanted := false
			for _, w := range want {
				wanted = wanted || w == key
			}
			if got != wanted {
				t.Errorf("remembers %s: %v, want %v", key, got, wanted)
			}
		}
	}
	l.add("a", 1, 4)
	l.add("b", 2, 4)
	has("a", "b")
	if v, ok := l.get("a"); v != 1 || !ok {
		t.Errorf("get(a) = %d, %v, want 1", v, ok)
	}
	l.add("c", 3, 4) // b was used least recently
	has("a", "c")
	l.add("a", 5, 6) // another weight
	has("a", "c")
	if v, _ := l.get("a"); v != 5 {
		t.Errorf("get(a) = %d, want 5", v)
	}
	l.add("big", 9, 11)
	has()
	l.add("d", 4, 10)
	has("d")
	if v, ok := l.get("a"); ok {
		t.Errorf("get(a) = %d, want nothing", v)
	}
}

func FuzzPrepare(f *testing.F) {
	for _, test := range hostile {
		if len(test.query) < 1_000 {
			f.Add(test.query)
		}
	}
	f.Add(`query a($b:[Int!]=[1]){sum(numbers:$b)@skip(if:true)...on Query{x:echo(text:"""a""")}}`)
	h := NewHandler(testschema.New(), Options{})
	f.Fuzz(func(t *testing.T, query string) {
		op, errs := h.prepare(t.Context(), params{query: query}, nil)
		if (op == nil) == (errs == nil) {
			t.Fatalf("prepare(%q) = %v, %v, want one of them", query, op, errs)
		}
		for _, err := range errs {
			if codeOf(err) == "" || codeOf(err) == CodeInternal {
				t.Fatalf("prepare(%q) = %v with the code %q", query, err, codeOf(err))
			}
		}
	})
}

func FuzzReadMessage(f *testing.F) {
	f.Add([]byte(`{"type":"connection_init","payload":{}}`))
	f.Add([]byte(`{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":{"a":[1]}}}`))
	f.Add([]byte(`{"id":"1","type":"complete"}`))
	limits := Limits{}.withDefaults()
	f.Fuzz(func(t *testing.T, text []byte) {
		m, ok := readMessage(text, limits)
		if ok && m.kind == typeSubscribe && (m.id == "" || len(m.id) > maxID) {
			t.Fatalf("readMessage(%q) = a subscription with the id %q", text, m.id)
		}
		if ok && m.payload != nil && !json.Valid(m.payload) {
			t.Fatalf("readMessage(%q) has the payload %q", text, m.payload)
		}
	})
}
