package assist

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/vektah/gqlparser/v2/ast"
)

// MaxTried is how many edits that were tried out are kept; the oldest goes first.
const MaxTried = 100

// tried is an edit that was tried out and may be written.
type tried struct {
	token    string // what an assistant names it by
	edit     string
	input    map[string]any
	options  map[string]any // its key, and the revision that it was tried on
	summary  string         // what a person is asked
	question string         // the state of the question that is open; "" for none
}

// edits keeps what was tried. It is safe for concurrent use.
type edits struct {
	api API

	mu   sync.Mutex
	kept []*tried // the oldest first
}

// addEdits adds the tools for edits.
func addEdits(s *mcp.Server, api API) {
	e := &edits{api: api}
	no, yes := false, true
	add := func(name, title, about string, arguments []argument, hints *mcp.ToolAnnotations, call func(context.Context, *mcp.CallToolRequest, map[string]any) *mcp.CallToolResult) {
		hints.Title, hints.OpenWorldHint = title, &no
		s.AddTool(&mcp.Tool{Name: name, Title: title, Description: about, InputSchema: inputSchema(arguments), Annotations: hints},
			func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				values, err := read(r.Params.Arguments, arguments)
				if err != nil {
					return result(answer{err: err}), nil
				}
				return call(ctx, r, values), nil
			})
	}
	add("edits", "Edits", "Lists the edits that there are; with edit, what its input takes.",
		[]argument{{"edit", "String", "The name of an edit, such as promote."}}, &mcp.ToolAnnotations{ReadOnlyHint: true},
		func(_ context.Context, _ *mcp.CallToolRequest, values map[string]any) *mcp.CallToolResult {
			return result(e.describe(values["edit"]))
		})
	add("try_edit", "Try an edit out", "Says what an edit would change, why it would be refused, and which findings would come and go. Nothing is written. The answer has a token for apply_edit.",
		[]argument{{"edit", "String!", "The name of the edit."}, {"input", "Object!", "Its input, as edits describes it."}}, &mcp.ToolAnnotations{ReadOnlyHint: true},
		func(ctx context.Context, _ *mcp.CallToolRequest, values map[string]any) *mcp.CallToolResult {
			return result(e.try(ctx, values))
		})
	add("apply_edit", "Apply an edit that was tried", "Asks the person whether to write an edit that try_edit has shown, and writes it if they say yes and nothing has changed since.",
		[]argument{{"token", "String!", "The token of try_edit."}}, &mcp.ToolAnnotations{DestructiveHint: &yes, IdempotentHint: true},
		func(ctx context.Context, r *mcp.CallToolRequest, values map[string]any) *mcp.CallToolResult {
			return e.apply(ctx, r, fmt.Sprint(values["token"]))
		})
}

// input returns the input type of an edit that can be tried out, and nil for no such
// edit.
func (e *edits) input(edit string) (*ast.FieldDefinition, *ast.Definition) {
	schema := e.api.Schema()
	f := schema.Mutation.Fields.ForName(edit)
	if f == nil {
		return nil, nil
	}
	a, options := f.Arguments.ForName("input"), f.Arguments.ForName("options")
	if a == nil || options == nil || options.Type.Name() != optionsType {
		return nil, nil
	}
	return f, schema.Types[a.Type.Name()]
}

// optionsType is the type of how an edit is to be done, which is not the assistant's to say.
const optionsType = "EditOptions"

// describe lists the edits, or says what one takes.
func (e *edits) describe(edit any) answer {
	if edit != nil {
		name := fmt.Sprint(edit)
		f, def := e.input(name)
		if def == nil {
			return answer{err: fmt.Errorf("there is no edit %.60q; edits lists them", name)}
		}
		types := map[string]any{}
		e.describeType(def, types)
		return answer{data: map[string]any{"edit": name, "about": f.Description, "input": def.Name, "types": types}}
	}
	list := []map[string]string{}
	for _, f := range e.api.Schema().Mutation.Fields {
		if _, def := e.input(f.Name); def != nil {
			list = append(list, map[string]string{"edit": f.Name, "about": f.Description})
		}
	}
	return answer{data: list}
}

// describeType puts an input type and those below it into types, by name.
func (e *edits) describeType(def *ast.Definition, types map[string]any) {
	if types[def.Name] != nil || def.Kind == ast.Scalar && def.BuiltIn {
		return
	}
	if def.Kind == ast.Enum {
		values := map[string]string{}
		for _, v := range def.EnumValues {
			values[v.Name] = v.Description
		}
		types[def.Name] = values
		return
	}
	if def.Kind == ast.Scalar {
		types[def.Name] = def.Description
		return
	}
	fields := map[string]any{}
	types[def.Name] = fields
	for _, f := range def.Fields {
		fields[f.Name] = map[string]string{"type": f.Type.String(), "about": f.Description}
		e.describeType(e.api.Schema().Types[f.Type.Name()], types)
	}
}

// document returns the operation of an edit.
func document(edit string, def *ast.Definition) string {
	return "mutation($input: " + def.Name + "!, $options: " + optionsType + ") { edit: " + edit + `(input: $input, options: $options) {
		revision dryRun
		refusals { code rule message ids }
		changes(first: 50) { totalCount nodes { factId kind action properties { name before after } } }
		findings { accountId appeared { ...Found } gone { findingId } }
		changed { id } removedIds
	} }` + below("Found")
}

// below returns a fragment and those that it names.
func below(name string) string {
	t := tool{selection: "..." + name + " "}
	_, text, _ := strings.Cut(t.document(), "\n")
	return "\n" + text
}

// try tries an edit out and keeps it.
func (e *edits) try(ctx context.Context, values map[string]any) answer {
	edit := fmt.Sprint(values["edit"])
	_, def := e.input(edit)
	if def == nil {
		return answer{err: fmt.Errorf("there is no edit %.60q; edits lists them", edit)}
	}
	input, ok := values["input"].(map[string]any)
	if !ok {
		return answer{err: errors.New("input must be an object")}
	}
	options := map[string]any{
		"reason": "proposed by an assistant, confirmed by a person", "idempotencyKey": "mcp-" + strings.ToLower(rand.Text()), "dryRun": true,
	}
	data, err := do(ctx, e.api, document(edit, def), map[string]any{"input": input, "options": options})
	if err != nil {
		return answer{err: err}
	}
	var shown struct {
		Revision string
		Refusals []failure
		Changes  struct {
			TotalCount int
			Nodes      []change
		}
	}
	if err := json.Unmarshal(data["edit"], &shown); err != nil {
		return answer{err: err}
	}
	out := map[string]any{"edit": data["edit"], "written": false}
	if len(shown.Refusals) > 0 || shown.Changes.TotalCount == 0 {
		return answer{data: out} // there is nothing to apply
	}
	options["dryRun"], options["expectedWorkspaceRevision"] = false, shown.Revision
	out["token"] = e.keep(&tried{edit: edit, input: input, options: options, summary: summary(edit, shown.Changes.Nodes, shown.Changes.TotalCount)})
	return answer{data: out}
}

// keep keeps an edit that was tried out, and returns its token.
func (e *edits) keep(t *tried) string {
	t.token = strings.ToLower(rand.Text())
	e.mu.Lock()
	defer e.mu.Unlock()
	e.kept = append(e.kept, t)
	if len(e.kept) > MaxTried {
		e.kept = slices.Delete(e.kept, 0, len(e.kept)-MaxTried)
	}
	return t.token
}

// change is a change of a fact.
type change struct {
	FactID, Kind, Action string
	Properties           []struct{ Name, Before, After *string }
}

// maxShown is how many changes a person is shown, and maxText how much of a text.
const (
	maxShown = 20
	maxText  = 120
)

// summary says to a person what an edit would write.
func summary(edit string, changes []change, total int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "An assistant wants to write into the workspace: %s. It changes %d facts:\n", edit, total)
	for _, c := range changes[:min(len(changes), maxShown)] {
		fmt.Fprintf(&b, "- %s %s %s", strings.ToLower(c.Action), c.Kind, plain(&c.FactID))
		for _, p := range c.Properties {
			fmt.Fprintf(&b, "; %s: %s → %s", plain(p.Name), plain(p.Before), plain(p.After))
		}
		b.WriteByte('\n')
	}
	if total > maxShown {
		fmt.Fprintf(&b, "and %d more\n", total-maxShown)
	}
	return b.String() + "Shall it be written?"
}

// plain returns a text of the workspace in quotes and on one line, so that it cannot be
// taken for words of ours.
func plain(text *string) string {
	if text == nil {
		return "nothing"
	}
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, *text)
	if r := []rune(clean); len(r) > maxText {
		clean = string(r[:maxText]) + "…"
	}
	return "“" + strings.NewReplacer("“", "'", "”", "'").Replace(clean) + "”"
}

// find returns a kept edit, nil for none.
func (e *edits) find(token string) *tried {
	i := slices.IndexFunc(e.kept, func(t *tried) bool { return t.token == token })
	if i < 0 {
		return nil
	}
	return e.kept[i]
}

// apply asks the person, and writes when they have said yes. The question goes out with
// a state that comes back with the answer to it, once.
func (e *edits) apply(ctx context.Context, r *mcp.CallToolRequest, token string) *mcp.CallToolResult {
	e.mu.Lock()
	t := e.find(token)
	if t == nil {
		e.mu.Unlock()
		return result(answer{err: errors.New("no edit was tried under this token, or it was long ago; try it again with try_edit")})
	}
	asked := t.question
	t.question = ""
	if len(r.Params.InputResponses) == 0 {
		t.question = rand.Text()
		asked = t.question
	}
	e.mu.Unlock()

	if len(r.Params.InputResponses) == 0 {
		if p := r.Session.InitializeParams(); p == nil || p.Capabilities == nil || p.Capabilities.Elicitation == nil {
			return result(answer{err: errors.New("this client cannot ask a person, and without one nothing is written; show them what try_edit said, and let them do it themselves")})
		}
		return &mcp.CallToolResult{RequestState: asked, InputRequests: mcp.InputRequestMap{confirmation: &mcp.ElicitParams{
			Message: t.summary,
			RequestedSchema: map[string]any{"type": "object", "required": []string{"write"}, "properties": map[string]any{
				"write": map[string]any{"type": "boolean", "title": "Write it", "default": false},
			}},
		}}}
	}
	said, ok := r.Params.InputResponses[confirmation].(*mcp.ElicitResult)
	if !ok || asked == "" || r.Params.RequestState != asked {
		return result(answer{err: errors.New("this answers no question that was asked; call apply_edit again")})
	}
	if said.Action != "accept" || said.Content["write"] != true {
		return result(answer{data: map[string]any{"written": false, "because": "the person did not confirm it"}})
	}
	_, def := e.input(t.edit)
	data, err := do(ctx, e.api, document(t.edit, def), map[string]any{"input": t.input, "options": t.options})
	if err != nil {
		return result(answer{err: err})
	}
	return result(answer{data: map[string]any{"edit": data["edit"], "written": true}})
}

// confirmation names the question in the protocol.
const confirmation = "confirmation"
