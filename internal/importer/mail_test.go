package importer_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// mailWorld are two of ours and two of Norwick's, who write from several addresses.
func mailWorld(t *testing.T, ann string) *kernel.Snapshot {
	t.Helper()
	_, d, err := plan(t, importer.Options{Source: "hr"},
		importer.Bytes("organizations.csv", []byte("id,name,ours,website\nus,Ours AG,yes,\nn,Norwick Inc.,,https://www.norwick.example/about\n")),
		importer.Bytes("people.csv", []byte("id,name,email\nann,Ann Lee,"+ann+"\nbo,Bo Berg,bo@ours.example\nines,Ines Caldera,ines@norwick.example;i.caldera@old.example\ndan,Dan Frost,dan@norwick.example\n")),
		importer.Bytes("positions.csv", []byte("seat_id,person_id,organization_id,title\n1,ann,us,KAM\n2,bo,us,CTO\n3,ines,n,CFO\n4,dan,n,CIO\n")))
	if err != nil {
		t.Fatal(err)
	}
	return commit(t, d)
}

// met renders the contacts of a world: day, channel, side, who was there.
func met(s *kernel.Snapshot) []string {
	var out []string
	for _, n := range s.Nodes(graph.NodeInteraction) {
		p := s.NodeProps(n)
		line := fmt.Sprintf("%s %s by %s:", p.Date("on"), p.Text("channel"), p.Text("startedBy"))
		var who []string
		for _, h := range s.In(n, graph.EdgeAttended) {
			who = append(who, s.NodeProps(h.Node()).Text("name"))
		}
		slices.Sort(who)
		line += " " + strings.Join(who, ", ")
		if of := p.Int("people"); of != 0 {
			line += fmt.Sprintf(" of %d", of)
		}
		out = append(out, line)
		if p.Text("subject") != "" {
			out = append(out, "a subject is kept")
		}
	}
	slices.Sort(out)
	return out
}

func message(id, from, to, day, more string) string {
	return fmt.Sprintf("From - Tue Jan 20 10:00:00 2026\nFrom: %s\nTo: %s\nDate: %s 10:00:00 +0100\nMessage-ID: <%s>\n%sSubject: secret\n\nsecret\n\n", from, to, day, id, more)
}

const meeting = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20260121T100000\nRRULE:FREQ=WEEKLY;COUNT=9\nSUMMARY:secret\nORGANIZER:mailto:ann@ours.example\nATTENDEE:mailto:dan@norwick.example\nEND:VEVENT\nEND:VCALENDAR\n"

// Mailboxes and calendars become contacts between the people whom kith knows, once each
// wherever they lie; strangers of known organisations are suggested; importing again
// changes nothing.
func TestMail(t *testing.T) {
	s := mailWorld(t, "ann@ours.example")
	sent := message("1", "Ann Lee <ANN@ours.example>", "I. Caldera <i.caldera@old.example>, Nora Vale <nora@mail.norwick.example>", "19 Jan 2026", "")
	inbox := message("2", "ines@norwick.example", "ann+crm@ours.example, dan@norwick.example", "20 Jan 2026", "In-Reply-To: <1>\n") +
		message("3", "dan@norwick.example", "sales@ours.example", "21 Jan 2026", "") + // lies in Ann's mailbox
		message("4", "nora@mail.norwick.example", "ann@ours.example", "21 Jan 2026", "") +
		message("5", "info@norwick.example", "ann@ours.example", "21 Jan 2026", "") +
		message("6", "x@elsewhere.example", "ann@ours.example", "21 Jan 2026", "") +
		message("7", "ann@ours.example", "x@elsewhere.example", "21 Jan 2026", "") +
		message("8", "bo@ours.example", "ann@ours.example", "22 Jan 2026", "") +
		message("9", "ines@norwick.example", "ann@ours.example", "22 Jan 2026", "List-Id: <l.norwick.example>\n")
	files := []importer.File{importer.Bytes("Inbox.mbox", []byte(inbox)), importer.Bytes("Sent", []byte(sent+message("8", "bo@ours.example", "ann@ours.example", "22 Jan 2026", ""))), importer.Bytes("c.ics", []byte(meeting))}
	o := importer.Options{Source: "mail", Person: "ann@ours.example", AsOf: graph.MustDate("2026-02-01")}
	want := []string{
		"2026-01-19 MAIL by OURS: Ann Lee, Ines Caldera of 3", "2026-01-20 MAIL by OURS: Ann Lee, Dan Frost, Ines Caldera", "2026-01-21 MAIL by THEIRS: Ann Lee, Dan Frost", "2026-01-21 MEETING by OURS: Ann Lee, Dan Frost",
		"2026-01-22 MAIL by OURS: Ann Lee, Bo Berg", "2026-01-28 MEETING by OURS: Ann Lee, Dan Frost",
	}
	told := []string{
		"Mailbox of Ann Lee: 8 messages, 3 counted, 5 skipped because of senders who are not known (3, lines 20, 29, 38); mailing lists (1, line 65); one known person alone (1, line 47)",
		"Mailbox of Ann Lee: 2 messages, 1 counted, 1 skipped because of copies of what is counted already (1, line 10)",
		"Calendar of Ann Lee: 2 meetings, 2 counted",
	}
	for round := range 2 {
		d := editing(s, "2026-02-01")
		p, err := importer.Plan(context.Background(), d, files, o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range p.Files {
			got = append(got, f.Text())
		}
		if !slices.Equal(got, told) {
			t.Errorf("round %d: told\n%s\nwant\n%s", round, strings.Join(got, "\n"), strings.Join(told, "\n"))
		}
		if n := len(d.Changes()); round == 1 && n > 0 {
			t.Errorf("the same files again change %d facts", n)
		}
		s = commit(t, d)
		if got := met(s); !slices.Equal(got, want) {
			t.Errorf("round %d: contacts\n%s\nwant\n%s", round, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if n := len(s.Nodes(graph.NodePerson)); n != 4 {
			t.Errorf("%d people, want the 4 who were there", n)
		}
		if got, want := suggested(s), []string{"STRANGER Nora Vale <nora@mail.norwick.example> 2 2026-01-21"}; !slices.Equal(got, want) {
			t.Errorf("round %d: suggested %v, want %v", round, got, want)
		}
		if len(p.Questions) != 1 || p.Questions[0].Kind != importer.AskStrangers || p.Questions[0].Count != 1 || !slices.Equal(p.Questions[0].Samples, []string{"Nora Vale <nora@mail.norwick.example>, Norwick Inc. (2)"}) {
			t.Errorf("questions %+v, want Nora Vale suggested", p.Questions)
		}
	}
}

// Subjects are kept for who asks for them, and what a file does not say, or somebody
// wrote down since, stays when the same comes again without.
func TestMailSubjects(t *testing.T) {
	s := mailWorld(t, "ann@ours.example")
	told := "From: ann@ours.example\nTo: ines@norwick.example\nDate: 19 Jan 2026 10:00:00 +0100\nMessage-ID: <1>\nSubject: =?utf-8?q?Pr=C3=A9sentation?=\n of\tthe  plan\n\nsecret\n"
	files := []importer.File{importer.Bytes("a.eml", []byte(told)), importer.Bytes("c.ics", []byte(strings.Replace(meeting, "SUMMARY:secret", `SUMMARY:Plan\, and budget\nof 2026`, 1)))}
	for _, subjects := range []bool{true, false} {
		d := editing(s, "2026-01-25")
		if _, err := importer.Plan(context.Background(), d, files, importer.Options{Source: "mail", Person: "ann@ours.example", AsOf: graph.MustDate("2026-01-25"), Subjects: subjects}); err != nil {
			t.Fatal(err)
		}
		if n := len(d.Changes()); !subjects && n > 0 {
			t.Errorf("the same files without subjects change %d facts", n)
		}
		s = commit(t, d)
		var got []string
		for _, n := range s.Nodes(graph.NodeInteraction) {
			got = append(got, s.NodeProps(n).Text("subject"))
		}
		slices.Sort(got)
		if want := []string{"Plan, and budget of 2026", "Présentation of the plan"}; !slices.Equal(got, want) {
			t.Errorf("subjects %q, want %q", got, want)
		}
		d = editing(s, "2026-01-26") // somebody writes down how it went
		for _, n := range s.Nodes(graph.NodeInteraction) {
			i := graph.Decode[graph.Interaction](s.NodeElement(n))
			i.Tone = "warm"
			d.Put(graph.Encode(i))
		}
		s = commit(t, d)
	}
}

// suggested renders what waits to be reviewed.
func suggested(s *kernel.Snapshot) (out []string) {
	for _, n := range s.Nodes(graph.NodeSuggestion) {
		x := graph.Decode[graph.Suggestion](s.NodeElement(n))
		out = append(out, fmt.Sprintf("%s%s %s <%s> %d %s", x.Kind, x.Verdict, x.Name, x.Mail, x.Count, x.Last))
	}
	slices.Sort(out)
	return out
}

// Of strangers the order of imports does not matter, one in another spelling is the
// same, who was dismissed stays so without a name, and who became a person waits no
// more.
func TestStrangers(t *testing.T) {
	o := importer.Options{Source: "mail", Person: "ann@ours.example", AsOf: graph.MustDate("2026-02-01")}
	early := importer.Bytes("a.mbox", []byte(message("1", "nora+x@norwick.example", "ann@ours.example", "5 Jan 2026", "")+message("2", `"Vale, Nora" <nora@norwick.example>`, "ann@ours.example", "6 Jan 2026", "")+message("3", "Info <info@norwick.example>", "ann@ours.example", "6 Jan 2026", "")))
	late := importer.Bytes("b.mbox", []byte(message("4", "nora@norwick.example", "ann@ours.example", "20 Jan 2026", "")+message("5", "v.ray@elsewhere.example", "ann@ours.example", "21 Jan 2026", "")))
	take := func(s *kernel.Snapshot, files ...importer.File) *kernel.Snapshot {
		t.Helper()
		for _, f := range files {
			d := editing(s, "2026-02-01")
			if _, err := importer.Plan(context.Background(), d, []importer.File{f}, o); err != nil {
				t.Fatal(err)
			}
			s = commit(t, d)
		}
		return s
	}
	base := mailWorld(t, "ann@ours.example")
	want := []string{"STRANGER Nora Vale <nora@norwick.example> 2 2026-01-20"}
	if got := suggested(take(base, early, late)); !slices.Equal(got, want) {
		t.Errorf("suggested %v, want %v", got, want)
	}
	s := take(base, late, early, late)
	if got := suggested(s); !slices.Equal(got, want) {
		t.Errorf("the later first: suggested %v, want %v", got, want)
	}
	d := editing(s, "2026-02-01")
	id := s.NodeID(s.Nodes(graph.NodeSuggestion)[0])
	if err := d.Decide(graph.Suggestion{Node: graph.Node{ID: id}, Kind: graph.SuggestionStranger, Verdict: graph.VerdictDismissed, Who: "ann"}, 0); err != nil {
		t.Fatal(err)
	}
	decided := commit(t, d)
	if got := suggested(take(decided, early, late)); len(got) != 1 || !strings.HasPrefix(got[0], "STRANGERDISMISSED  <> 0 ") {
		t.Errorf("dismissed, and the mail again: %v, want her dismissed without name and address", got)
	}
	d = editing(base, "2026-02-01")
	if _, _, err := d.AddPerson(graph.Person{Name: "Nora Vale", Emails: []string{"NORA@norwick.example"}}, draft.Place{}); err != nil {
		t.Fatal(err)
	}
	if got := suggested(take(commit(t, d), early, late)); len(got) > 0 {
		t.Errorf("a person with the address is there, and suggested is %v", got)
	}
}

// A stranger of two spellings is one in the room.
func TestMailRoom(t *testing.T) {
	d := editing(mailWorld(t, "ann@ours.example"), "2026-02-01")
	to := "ines@norwick.example, Eve <Eve.Low@gmail.com>, evelow+fair@googlemail.com, zoe@else.example"
	if _, err := importer.Plan(context.Background(), d, []importer.File{importer.Bytes("a.mbox", []byte(message("1", "bo@ours.example", to, "20 Jan 2026", "")))}, importer.Options{Source: "mail"}); err != nil {
		t.Fatal(err)
	}
	if got, want := met(commit(t, d)), []string{"2026-01-20 MAIL by OURS: Bo Berg, Ines Caldera of 4"}; !slices.Equal(got, want) {
		t.Errorf("contacts %q, want %q", got, want)
	}
}

// An address of several people identifies nobody.
func TestMailAmbiguous(t *testing.T) {
	d := editing(mailWorld(t, "bo@ours.example"), "2026-02-01")
	p, err := importer.Plan(context.Background(), d, []importer.File{importer.Bytes("a.mbox", []byte(message("1", "bo@ours.example", "ines@norwick.example", "20 Jan 2026", "")))}, importer.Options{Source: "mail"})
	if want := "Mailbox: 1 message, 0 counted, 1 skipped because of senders with the address of several people (1, line 1)"; err != nil || p.Files[0].Text() != want {
		t.Errorf("%+v, %v, want %s", p.Files, err, want)
	}
}

// A file that is called a mailbox and is none is refused, with what is wanted; the
// rest of the import is taken.
func TestMailRefused(t *testing.T) {
	for name, want := range map[string]string{
		"a.mbox": `a.mbox: the file holds no message; a message of a mailbox stands below a line "From ADDRESS DAY" [mailbox]`,
		"a.eml":  "a.eml: the file holds no header of a message [mailbox]",
		"a.ics":  "a.ics: the file holds no event [mailbox]",
	} {
		p, d, err := plan(t, importer.Options{Source: "x", AcceptGoodRows: true}, importer.Bytes(name, []byte("\x00\x01hello\n")))
		if err != nil || len(p.Problems) != 1 || p.Problems[0].String() != want || p.Problems[0].Effect != importer.EffectFile || len(d.Changes()) > 0 {
			t.Errorf("Plan of %s = %+v, %v, want the problem %q and no change", name, p.Problems, err, want)
		}
	}
}

// The files of the case come before anybody is known: they are recognised, and told.
func TestMailAlone(t *testing.T) {
	for name, want := range map[string]string{
		"calendar.ics": "Calendar: 1 meeting, 0 counted, 1 skipped because of one known person alone (1, line 4)",
		"inbox.mbox":   "Mailbox: 1 message, 0 counted, 1 skipped because of senders who are not known (1, line 1)",
	} {
		data, err := os.ReadFile("testdata/products/a10-mail/" + name)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := plan(t, importer.Options{Source: "x", AsOf: graph.MustDate("2026-02-01")}, importer.Bytes(name, data))
		if err != nil || len(p.Problems) > 0 || p.Files[0].Text() != want {
			t.Errorf("Plan of %s = %+v, %v, want %q", name, p.Files, err, want)
		}
	}
}
