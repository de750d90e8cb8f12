package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/export/brief"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
)

// reportFlags are the flags that every report has.
type reportFlags struct {
	format, asOf, knownAt, failOn string
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Answer a planner's question as a table, JSON or CSV",
		Long: `report answers one question about one day. Every finding names its rule, the
records that it rests on and what to do. --as-of looks at another day; --known-at
believes what was recorded then: a revision or a day. --fail-on S2 ends with exit
code 3 when there is a finding of severity S2 or worse.`,
		Example: `  kith report coverage --account "Brackwell Foods"
  kith report spof --account a-dunmore --as-of 2026-06-30 --format json
  kith report intro --to "Samir Haddad" --without "Leo Brandt"
  kith report handover --person "Ben Okafor" --format html
  kith report coverage --account a-brackwell --fail-on S1`,
	}
	p := cmd.PersistentFlags()
	p.StringVar(&f.format, "format", formatTable, "table, json or csv; of a handover or move card also markdown or html")
	p.StringVar(&f.asOf, "as-of", "", "the day to look at, YYYY-MM-DD (default: today)")
	p.StringVar(&f.knownAt, "known-at", "", "believe what was recorded at this revision or on this day (default: now)")
	p.StringVar(&f.failOn, "fail-on", "", "exit code 3 for a finding of this severity or worse: S1 to S4")
	completing(cmd, "format", formatTable, formatJSON, formatCSV, formatMarkdown, formatHTML)
	completing(cmd, "fail-on", string(graph.SeverityS1), string(graph.SeverityS2), string(graph.SeverityS3), string(graph.SeverityS4))
	cmd.AddCommand(
		a.coverageReport(&f), a.spofReport(&f), a.introReport(&f), a.movesReport(&f), a.strengthReport(&f), a.influenceReport(&f),
		a.pairingReport(&f), a.resilienceReport(&f), a.scenarioReport(&f), a.handoverReport(&f), a.moveCardReport(&f),
		a.promisesReport(&f), a.cadenceReport(&f), a.careReport(&f), a.attentionReport(&f),
	)
	return cmd
}

// completing lets a shell complete the values of a flag.
func completing(cmd *cobra.Command, flag string, values ...string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only a flag that is not there, or one that completes already
	}
}

// answer is one report: as a table, as a whole, what it found, and as a document
// where it has one.
type answer struct {
	table    *table
	report   any
	env      *analysis.Envelope
	document *brief.Document
}

// reporting returns the body of a report command: it reads the snapshot, asks,
// prints and sets the exit code.
func (a *app) reporting(f *reportFlags, ask func(v *view.View) (*answer, error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		worst, err := severity(f.failOn)
		if err != nil {
			return err
		}
		v, done, err := a.view(cmd.Context(), f)
		if err != nil {
			return err
		}
		defer done()
		ans, err := ask(v)
		if err != nil {
			return err
		}
		ans.table.notes = append(ans.table.notes, issueNotes(v, ans.env.DataIssues)...)
		ans.table.notes = append(ans.table.notes, fmt.Sprintf("as of %s, known at revision %d", ans.env.AsOf, ans.env.Revision))
		if err := ans.write(a.out, f.format); err != nil {
			return err
		}
		if worst != "" {
			bad := 0
			for _, x := range ans.env.Findings {
				if x.Severity <= worst {
					bad++
				}
			}
			if bad > 0 {
				fmt.Fprintf(a.err, "kith: %d findings of severity %s or worse\n", bad, worst)
				return &exitError{code: exitFinding}
			}
		}
		return nil
	}
}

// issueNotes says what in the data limits an answer, and where.
func issueNotes(v *view.View, list []analysis.DataIssue) []string {
	var out []string
	for _, issue := range list {
		where := issue.IDs[:min(3, len(issue.IDs))]
		s := fmt.Sprintf("data: %s: %s", issue.Text, nameList(v, where))
		if more := issue.Count - len(where); more > 0 {
			s += fmt.Sprintf(" and %d more", more)
		}
		out = append(out, fmt.Sprintf("%s [%s]", s, ids(where)))
	}
	return out
}

func severity(s string) (graph.Severity, error) {
	switch v := graph.Severity(strings.ToUpper(s)); v {
	case "", graph.SeverityS1, graph.SeverityS2, graph.SeverityS3, graph.SeverityS4:
		return v, nil
	}
	return "", &exitError{exitUsage, fmt.Errorf("--fail-on %q: S1, S2, S3 or S4 is wanted", s)}
}

// view opens the workspace as of the flags' day and revision.
func (a *app) view(ctx context.Context, f *reportFlags) (*view.View, func(), error) {
	v, w, err := a.opened(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	return v, func() { w.Close() }, nil
}

// opened is view with the workspace, which the caller closes.
func (a *app) opened(ctx context.Context, f *reportFlags) (*view.View, *opened, error) {
	d, err := day("as-of", f.asOf)
	if err != nil {
		return nil, nil, err
	}
	w, s, err := a.existing(ctx, a.openToRead)
	if err != nil {
		return nil, nil, err
	}
	if f.knownAt != "" {
		if rev, perr := strconv.ParseUint(f.knownAt, 10, 64); perr == nil {
			s, err = w.SnapshotAt(ctx, w.ws, graph.Revision(rev))
		} else if on, perr := graph.ParseDate(f.knownAt); perr == nil {
			s, err = w.At(ctx, w.ws, (on + 1).Time().Add(-time.Nanosecond))
		} else {
			err = &exitError{exitUsage, fmt.Errorf("--known-at %q: a revision or a day is wanted", f.knownAt)}
		}
		if err != nil {
			w.Close()
			return nil, nil, err
		}
	}
	return view.On(s, d), w, nil
}

// named finds a node of a kind by ID, by external ID (source:key) or by name, as it
// reads, see [folding.Fold].
func named(v *view.View, kind graph.Kind, flag, want string) (graph.ID, error) {
	return found(v, kind, "--"+flag, want, true)
}

// anyNamed is named for a flag that may be left out, which chooses all.
func anyNamed(v *view.View, kind graph.Kind, flag, want string) (graph.ID, error) {
	if want == "" {
		return "", nil
	}
	return named(v, kind, flag, want)
}

// found is named for an argument that is called arg on the command line; part
// says whether a part of the name is enough.
func found(v *view.View, kind graph.Kind, arg, want string, part bool) (graph.ID, error) {
	s := v.Ever()
	if want == "" {
		return "", &exitError{exitUsage, fmt.Errorf("%s is missing: an id or a name%s", arg, examples(v, kind))}
	}
	switch n, err := s.Find(graph.ID(want), kind); {
	case err == nil:
		return s.NodeID(n), nil
	case !errors.Is(err, graph.ErrNotFound):
		return "", fmt.Errorf("%s: %w", arg, err)
	}
	var exact, within []kernel.N
	asked := folding.Fold(want)
	for _, n := range s.Nodes(kind) {
		name := folding.Fold(v.Name(n))
		if name == asked && asked != "" {
			exact = append(exact, n)
		} else if part && asked != "" && strings.Contains(name, asked) {
			within = append(within, n)
		}
	}
	matches := exact
	if len(matches) == 0 {
		matches = within
	}
	switch len(matches) {
	case 1:
		return s.NodeID(matches[0]), nil
	case 0:
		return "", fmt.Errorf("%s %q: no %s has that id or name%s", arg, want, kindText(kind), examples(v, kind))
	}
	var list []string
	for _, n := range matches[:min(len(matches), 8)] {
		list = append(list, fmt.Sprintf("%s (%s)", s.NodeID(n), v.Name(n)))
	}
	return "", fmt.Errorf("%s %q could be %d: %s; give the id", arg, want, len(matches), strings.Join(list, ", "))
}

// kindText writes a kind in words: "decision area".
func kindText(kind graph.Kind) string {
	var b strings.Builder
	for i, r := range string(kind) {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// examples names a few nodes of a kind, for an error message.
func examples(v *view.View, kind graph.Kind) string {
	var list []string
	for _, n := range v.Snapshot().Nodes(kind) {
		if len(list) == 5 {
			list = append(list, "…")
			break
		}
		list = append(list, fmt.Sprintf("%q", v.Name(n)))
	}
	if len(list) == 0 {
		if kind == graph.NodeAccount {
			return "; the workspace has none: kith import --customer NAME makes one of a company"
		}
		return "; the workspace has none"
	}
	return "; there are " + strings.Join(list, ", ")
}

// findings is the table of a report's findings: below each sentence what to do
// and the records behind it.
func findings(title string, list []analysis.Finding) *table {
	t := &table{
		title: title, columns: []string{"SEV", "RULE", "FINDING"},
		csvColumns: []string{"severity", "rule", "subjects", "sentence", "remedy", "owner", "records", "reasons", "policy", "confidence", "robust"},
		csvRows:    [][]string{},
	}
	for _, f := range list {
		lines := []string{f.Sentence}
		remedy, owner := "", ""
		if f.Remedy != nil {
			remedy, owner = f.Remedy.Text, string(f.Remedy.Owner)
			if remedy != "" {
				lines = append(lines, "→ "+remedy)
			}
		}
		var facts []string
		for _, fact := range f.Reasons {
			facts = append(facts, fact.Text)
		}
		shown, records := reasons(f.Reasons)
		lines = append(lines, shown...)
		t.rows = append(t.rows, []string{string(f.Severity), string(f.Rule), strings.Join(lines, "\n")})
		var subjects []string
		for _, id := range f.Subjects {
			subjects = append(subjects, string(id))
		}
		t.csvRows = append(t.csvRows, []string{
			string(f.Severity), string(f.Rule), strings.Join(subjects, " "), f.Sentence, remedy, owner,
			ids(records), strings.Join(facts, "; "), f.Policy, string(f.Confidence), strconv.FormatBool(f.Robust),
		})
	}
	return t
}

// reasons are the first few facts behind something, as lines of a cell, and the
// records of all.
func reasons(facts []analysis.Reason) (lines []string, records []graph.ID) {
	for i, fact := range facts {
		if fact.Record != "" {
			records = append(records, fact.Record)
		}
		if i < 3 {
			line := "· " + fact.Text
			if fact.Record != "" {
				line += " [" + string(fact.Record) + "]"
			}
			lines = append(lines, line)
		}
	}
	if more := len(facts) - 3; more > 0 {
		lines = append(lines, fmt.Sprintf("· and %s (--format json)", say.Count(more, "more record", "more records")))
	}
	return lines, records
}

func (a *app) coverageReport(f *reportFlags) *cobra.Command {
	var account string
	var matrix bool
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Where are we not covered at an account?",
		Long: `coverage holds an account against the policy of its tier: deciders whom nobody of
ours reaches, thin cover, broken ladders, dark functions, sleeping pairings, new
faces and vacancies (rules G1 to G11). --matrix shows levels by functions instead.`,
		Example: "  kith report coverage --account \"Brackwell Foods\"\n  kith report coverage --account a-brackwell --matrix",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			id, err := named(v, graph.NodeAccount, "account", account)
			if err != nil {
				return nil, err
			}
			rep, err := find.Coverage(v, analysis.CoverageQuery{Account: id})
			if err != nil {
				return nil, err
			}
			t := findings(fmt.Sprintf("Coverage of %s: %s", name(v, id), say.Count(len(rep.Findings), "gap", "gaps")), rep.Findings)
			if matrix {
				t = matrixTable(v, rep)
			}
			t.notes = append(t.notes, rep.Sentence)
			return &answer{table: t, report: rep, env: &rep.Envelope}, nil
		}),
	}
	cmd.Flags().StringVar(&account, "account", "", "the account, by id or name")
	cmd.Flags().BoolVar(&matrix, "matrix", false, "show levels by functions, one row per seat")
	return cmd
}

func matrixTable(v *view.View, rep *analysis.CoverageReport) *table {
	t := &table{title: "Who is covered at " + name(v, rep.Account), columns: []string{"LEVEL", "FUNCTION", "TITLE", "PERSON", "ROLES", "DEPTH", "COVER", "OWNERS"}}
	for _, c := range rep.Cells {
		level := "?"
		if c.Level > 0 {
			level = strconv.Itoa(c.Level)
		}
		for _, s := range c.Seats {
			var roles, owners []string
			for _, r := range s.Roles {
				roles = append(roles, string(r))
			}
			for _, o := range s.Owners {
				owners = append(owners, name(v, o))
			}
			t.rows = append(t.rows, []string{level, string(c.Function), s.Title, s.Name, strings.Join(roles, " "), strconv.Itoa(s.Depth), string(s.Status), strings.Join(owners, ", ")})
		}
		if len(c.Seats) == 0 {
			t.rows = append(t.rows, []string{level, string(c.Function), "(expected by the policy)", "", "", "", string(analysis.CoverUnmapped), ""})
		}
	}
	return t
}

func name(v *view.View, id graph.ID) string {
	if n, ok := v.Snapshot().Node(id); ok {
		if s := v.Name(n); s != "" {
			return s
		}
		if s := v.Title(n); s != "" {
			return s
		}
	}
	return string(id)
}

func (a *app) spofReport(f *reportFlags) *cobra.Command {
	var q analysis.SinglePointsQuery
	var account string
	cmd := &cobra.Command{
		Use:   "spof",
		Short: "Whose departure, ours or theirs, cuts us off?",
		Long: `spof finds the people without whom no chain of two handshakes leads to a decider or
decision area any more, on both sides, with what would be lost and who is next
best (rule P1).`,
		Example: "  kith report spof --account \"Dunmore Rail\"\n  kith report spof --account a-dunmore --horizon 3 --pairs --format json",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			id, err := named(v, graph.NodeAccount, "account", account)
			if err != nil {
				return nil, err
			}
			q.Account = id
			rep, err := find.SinglePoints(v, q)
			if err != nil {
				return nil, err
			}
			t := findings(fmt.Sprintf("Single points of failure at %s: %d", name(v, id), len(rep.Findings)), rep.Findings)
			for _, x := range rep.Pairs {
				t.notes = append(t.notes, x.Sentence)
			}
			return &answer{table: t, report: rep, env: &rep.Envelope}, nil
		}),
	}
	cmd.Flags().StringVar(&account, "account", "", "the account, by id or name")
	cmd.Flags().IntVar(&q.Horizon, "horizon", analysis.DefaultHorizon, "handshakes from one of ours, 1 to 3")
	cmd.Flags().BoolVar(&q.Pairs, "pairs", false, "also pairs of people where nobody alone is critical")
	return cmd
}

func (a *app) introReport(f *reportFlags) *cobra.Command {
	var q analysis.IntroductionsQuery
	var to string
	var from, without []string
	cmd := &cobra.Command{
		Use:   "intro",
		Short: "Who can introduce us to this person?",
		Long: `intro lists the people to ask, one best route each over at most three handshakes,
likeliest first, with the factors behind the estimate. Exclusions, people who must
not be contacted and people asked three times in ninety days are on no route.`,
		Example: "  kith report intro --to \"Samir Haddad\"\n  kith report intro --to \"Pekka Niemi\" --from \"Hana Novak\" --without \"Marta Keller\" --limit 3",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Target, err = named(v, graph.NodePerson, "to", to); err != nil {
				return nil, err
			}
			if q.From, err = allNamed(v, "from", from); err != nil {
				return nil, err
			}
			if q.Without, err = allNamed(v, "without", without); err != nil {
				return nil, err
			}
			rep, err := find.Introductions(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: introTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&to, "to", "", "whom to be introduced to, by id or name")
	fl.StringSliceVar(&from, "from", nil, "who of ours seeks it (default: everybody)")
	fl.StringSliceVar(&without, "without", nil, "people who must not be on a route")
	fl.IntVar(&q.Hops, "hops", analysis.DefaultHops, "handshakes at most, 2 to 3")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultIntroducers, "how many people to ask")
	return cmd
}

func allNamed(v *view.View, flag string, list []string) ([]graph.ID, error) {
	var out []graph.ID
	for _, want := range list {
		id, err := named(v, graph.NodePerson, flag, want)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

func introTable(v *view.View, rep *analysis.IntroductionsReport) *table {
	t := &table{
		title:   fmt.Sprintf("Introductions to %s: %s to ask", name(v, rep.Target), say.Count(len(rep.Introductions), "person", "people")),
		columns: []string{"LIKELY", "ASK", "ROUTE"}, csvColumns: []string{"likelihood", "probability", "ask", "route", "sentence", "records"}, csvRows: [][]string{},
	}
	for _, tie := range rep.Direct {
		if tie.Working {
			t.notes = append(t.notes, fmt.Sprintf("%s knows %s already: %s", name(v, tie.From), name(v, tie.To), strings.ToLower(string(tie.Band))))
		}
	}
	for _, in := range rep.Introductions {
		var route, records []string
		for _, p := range in.People {
			route = append(route, name(v, p))
		}
		lines := []string{strings.Join(route, " → "), in.Sentence}
		for _, h := range in.Handshakes {
			var factors []string
			for _, x := range h.Factors {
				factors = append(factors, fmt.Sprintf("%s %.2f", x.Name, x.Value))
			}
			line := fmt.Sprintf("· %s → %s: %s", name(v, h.From), name(v, h.To), strings.Join(factors, " × "))
			if h.Record != "" {
				records = append(records, string(h.Record))
				line += " [" + string(h.Record) + "]"
			}
			lines = append(lines, line)
		}
		likely := strings.ToLower(strings.ReplaceAll(string(in.Likelihood), "_", " "))
		t.rows = append(t.rows, []string{likely, name(v, in.Ask), strings.Join(lines, "\n")})
		t.csvRows = append(t.csvRows, []string{likely, fmt.Sprintf("%.4f", in.Probability), string(in.Ask), strings.Join(route, " > "), in.Sentence, strings.Join(records, " ")})
	}
	if len(rep.Introductions) > 0 {
		t.notes = append(t.notes, "How likely they are is a convention, uncalibrated until outcomes have been recorded.")
	}
	if rep.Blocked != "" {
		t.notes = append(t.notes, rep.Blocked)
	}
	for _, x := range rep.NotAsked {
		t.notes = append(t.notes, fmt.Sprintf("do not ask %s: %s [%s]", x.Name, x.Reason, x.Record))
	}
	for _, x := range rep.Requests {
		t.notes = append(t.notes, fmt.Sprintf("%s [%s]", x.Sentence, x.Record))
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	for i, m := range rep.MayKnow {
		if i < 3 {
			t.notes = append(t.notes, fmt.Sprintf("%s %s", name(v, m.Person), m.Text))
		}
	}
	return t
}

func (a *app) movesReport(f *reportFlags) *cobra.Command {
	var q analysis.MovesQuery
	var account, from, to string
	cmd := &cobra.Command{
		Use:   "moves",
		Short: "Who changed employer or seat in a period?",
		Long: `moves lists who joined, left, changed firm or seat or was promoted in [from, to),
and what it means to us (rules M1 and M2). What happened to a whole firm on one day,
such as an acquisition, is one line and not a hundred moves. Another title on a
seat that somebody keeps is no move: kith review --kind promotion --kind move.`,
		Example: "  kith report moves --from 2026-01-01\n  kith report moves --account \"Brackwell Foods\" --from 2026-06-01 --to 2026-10-01",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			q.From = v.Day() - 90
			if from != "" {
				if q.From, err = day("from", from); err != nil {
					return nil, err
				}
			}
			if to != "" {
				if q.To, err = day("to", to); err != nil {
					return nil, err
				}
			}
			rep, err := find.Moves(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: movesTable(rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "only this account, by id or name")
	fl.StringVar(&from, "from", "", "the first day (default: 90 days before --as-of)")
	fl.StringVar(&to, "to", "", "the day after the last (default: the day after --as-of)")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultMoves, "how many moves at most")
	return cmd
}

func movesTable(rep *analysis.MovesReport) *table {
	t := &table{title: fmt.Sprintf("Moves from %s to before %s: %d", rep.From, rep.To, rep.Total), columns: []string{"ON", "MOVE", "PERSON", "FROM", "TO", "RECORDS"}}
	for _, m := range rep.Moves {
		var records []string
		for _, s := range slices.Concat(m.Ended, m.Began) {
			records = append(records, string(s.Record))
		}
		t.rows = append(t.rows, []string{m.On.String(), strings.ToLower(strings.ReplaceAll(string(m.Kind), "_", " ")), m.Name, seatText(m.Ended), seatText(m.Began), strings.Join(records, " ")})
	}
	for _, e := range rep.Firms {
		t.notes = append(t.notes, e.Sentence)
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	if more := rep.Total - len(rep.Moves); more > 0 {
		t.notes = append(t.notes, fmt.Sprintf("%d more moves are not listed; raise --limit", more))
	}
	return t
}

func seatText(seats []analysis.MoveSeat) string {
	var list []string
	for _, s := range seats {
		list = append(list, s.Title+", "+s.Name)
	}
	return strings.Join(list, "; ")
}

func (a *app) strengthReport(f *reportFlags) *cobra.Command {
	var q analysis.StrengthQuery
	var account, person, minBand string
	cmd := &cobra.Command{
		Use:   "strength",
		Short: "How well do we know these people, and who of us?",
		Long: `strength lists the ties between our people and theirs, strongest first: in a word,
with the last contact, how many in 180 days, what is said of the tie, and the day
on which it stops counting as working if nothing happens; and which ties are out of
touch, unverified or disputed (rules T1 to T3).`,
		Example: "  kith report strength --account \"Brackwell Foods\"\n  kith report strength --person \"Julia Moreau\" --format json",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			switch {
			case account != "" && person != "", account == "" && person == "":
				err = &exitError{exitUsage, errors.New("give either --account or --person")}
			case account != "":
				q.Account, err = named(v, graph.NodeAccount, "account", account)
			default:
				q.Person, err = named(v, graph.NodePerson, "person", person)
			}
			if err != nil {
				return nil, err
			}
			q.MinBand = graph.Band(strings.ToUpper(minBand))
			rep, err := find.Strength(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: strengthTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "the account, by id or name")
	fl.StringVar(&person, "person", "", "one person of either side, by id or name")
	fl.StringVar(&minBand, "min-band", "", "leave out weaker ties: acquainted, working, strong or close")
	fl.IntVar(&q.Limit, "limit", 1000, "how many ties at most")
	return cmd
}

func strengthTable(v *view.View, rep *analysis.StrengthReport) *table {
	t := &table{title: fmt.Sprintf("Ties: %d", rep.Total), columns: []string{"OURS", "THEIRS", "BAND", "WORKING", "LAST CONTACT", "180 D", "SAID", "UNTIL", "CONFIDENCE", "RECORDS"}}
	for _, tie := range rep.Ties {
		working, said := "no", ""
		switch {
		case tie.Working:
			working = "yes"
		case tie.Cooling:
			working = "cooling"
		case tie.Dormant:
			working = "dormant"
		}
		var records []string
		if tie.LastRecord != "" {
			records = append(records, string(tie.LastRecord))
		}
		if tie.Stated != nil {
			said = strings.ToLower(string(tie.Stated.Level))
			records = append(records, string(tie.Stated.Record))
		}
		t.rows = append(t.rows, []string{
			name(v, tie.From), name(v, tie.To), strings.ToLower(string(tie.Band)), working, tie.LastContact.String(),
			strconv.Itoa(tie.Contacts180), said, tie.ExpiresAt.String(), strings.ToLower(string(tie.Confidence)), strings.Join(records, " "),
		})
	}
	if more := rep.Total - len(rep.Ties); more > 0 {
		t.notes = append(t.notes, fmt.Sprintf("%d more ties are not listed; raise --limit", more))
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	return t
}

// briefing prints the few findings of every account that a planner would read
// first.
func (a *app) briefing(s *kernel.Snapshot, on graph.Date) error {
	v := view.On(s, on)
	for _, n := range s.Nodes(graph.NodeAccount) {
		id := s.NodeID(n)
		cover, err := find.Coverage(v, analysis.CoverageQuery{Account: id})
		if err != nil {
			return err
		}
		points, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: id})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s: %d gaps in cover, %d single points of failure\n", plain(v.Name(n)), len(cover.Findings), len(points.Findings))
		for _, list := range [][]analysis.Finding{cover.Findings, points.Findings} {
			for _, f := range list[:min(len(list), 2)] {
				fmt.Fprintf(a.out, "  %s %-3s %s\n", f.Severity, f.Rule, plain(f.Sentence))
			}
		}
		fmt.Fprintln(a.out)
	}
	moves, err := find.Moves(v, analysis.MovesQuery{From: on - 60})
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, "Who moved in the last sixty days:")
	for _, m := range moves.Moves[:min(len(moves.Moves), 3)] {
		fmt.Fprintf(a.out, "  %s\n", plain(m.Sentence))
	}
	fmt.Fprintln(a.out)
	return nil
}
