package mailbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/soak"
)

// read returns the contacts of files of one import, a line each, and what is told
// of the last of them.
func read(t testing.TB, o Options, kind Kind, files ...string) (out []string, report Report) {
	t.Helper()
	c := NewCorrespondence()
	for _, f := range files {
		if _, err := c.Index(context.Background(), kind, strings.NewReader(f)); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		r := c.Open(kind, strings.NewReader(f), o)
		for {
			x, err := r.Next(context.Background())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			var to []string
			for _, a := range x.To {
				to = append(to, a.Mail)
			}
			out = append(out, fmt.Sprintf("%d %s %s %s > %s, begun by %q", x.Line, x.Day.Format(time.DateOnly), x.Channel, x.From.Mail, strings.Join(to, " "), x.Began))
		}
		report = r.Report()
	}
	return out, report
}

func file(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func because(r Report) []string {
	var out []string
	for _, s := range r.Skipped {
		out = append(out, s.Because())
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The rows are reasoned from the headers of the file, by hand; the lines are what
// grep -n finds.
func TestMbox(t *testing.T) {
	for name, text := range map[string]string{"LF": file(t, "inbox.mbox"), "CRLF": strings.ReplaceAll(file(t, "inbox.mbox"), "\n", "\r\n"), "BOM": "\ufeff" + file(t, "inbox.mbox")} {
		got, report := read(t, Options{Until: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}, Mbox, text)
		same(t, name, got, []string{
			// In New York it still was the 20th; a sentence that begins with From divides nothing.
			`1 2026-01-20 mail ines@norwick.example > ann@ours.example tomas@norwick.example, begun by "ines@norwick.example"`,
			// Answers belong to who began the thread, by way of References too.
			`18 2026-01-21 mail ann@ours.example > ines@norwick.example, begun by "ines@norwick.example"`,
			`28 2026-01-21 mail ines@norwick.example > ann@ours.example, begun by "ines@norwick.example"`,
			// What it answers is in no file.
			`38 2026-01-22 mail tomas@norwick.example > ann@ours.example, begun by ""`,
			// Without a date the day on which it was received counts.
			`110 2026-01-23 mail ann@ours.example > ines@norwick.example, begun by "ann@ours.example"`,
		})
		same(t, name+", skipped", because(report), []string{
			"mailing lists (2, lines 63, 72)", "automatic replies (1, line 54)", "bounces (1, line 45)", "copies of what is counted already (1, line 79)",
			"days that are still to come (1, line 100)", "headers without a day that can be read (1, line 94)", "headers without a sender (1, line 106)", "invitations and answers to them (1, line 87)",
		})
		if report.Found != 14 || report.Counted != 5 {
			t.Errorf("%s: %d messages, %d counted, want 14 and 5", name, report.Found, report.Counted)
		}
	}
}

// A thread may begin in another file, and a message may lie in two.
func TestThreadsOverFiles(t *testing.T) {
	sent := "From - Tue Jan 20 10:00:00 2026\nFrom: ann@ours.example\nTo: ines@norwick.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nMessage-ID: <a@ours.example>\n\n"
	inbox := "From - Wed Jan 21 10:00:00 2026\nFrom: ines@norwick.example\nTo: ann@ours.example\nDate: Wed, 21 Jan 2026 10:00:00 +0100\nIn-Reply-To: <a@ours.example>\nMessage-ID: <b@ours.example>\n\n"
	got, report := read(t, Options{}, Mbox, inbox, sent+inbox)
	same(t, "two files", got, []string{
		`1 2026-01-21 mail ines@norwick.example > ann@ours.example, begun by "ann@ours.example"`,
		`1 2026-01-20 mail ann@ours.example > ines@norwick.example, begun by "ann@ours.example"`,
	})
	same(t, "skipped", because(report), []string{"copies of what is counted already (1, line 7)"})
	odd := "From - Tue Jan 20 10:00:00 2026\nFrom: a@x.example\nTo: b@x.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nMessage-ID: <\u202e\xff" + strings.Repeat("y", 999) + ">\n\n"
	c := NewCorrespondence()
	if x, err := c.Open(Mbox, strings.NewReader(odd), Options{}).Next(context.Background()); err != nil || len(x.Key) > 200 || strings.Trim(x.Key, "mail:0123456789abcdef") != "" {
		t.Errorf("key of a hostile number = %q, %v", x.Key, err)
	}
	circle := "From - Tue Jan 20 10:00:00 2026\nFrom: a@x.example\nTo: b@x.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nMessage-ID: <c@x.example>\nIn-Reply-To: <c@x.example>\n\n"
	got, _ = read(t, Options{}, Mbox, circle)
	same(t, "a message that answers itself", got, []string{`1 2026-01-20 mail a@x.example > b@x.example, begun by ""`})
}

func TestMessage(t *testing.T) {
	eml := "\r\nReceived: x\r\nFrom: Ines <ines@norwick.example>\r\nTo: undisclosed-recipients:;\r\nCc: =?x-none?q?A?= <ann@ours.example>; broken, \"c, d\" <tomas@norwick.example>\r\nDate: 20 Jan 2026 10:00 GMT\r\nMessage-Id: <1@x>\r\n\r\nFrom: x\r\n\r\nFrom a Tue Jan 20 10:00:00 2026\r\nFrom: y@x.example\r\n"
	got, report := read(t, Options{}, Message, eml)
	same(t, "message", got, []string{`2 2026-01-20 mail ines@norwick.example > ann@ours.example tomas@norwick.example, begun by "ines@norwick.example"`})
	if report.Found != 1 {
		t.Errorf("%d messages, want 1", report.Found)
	}
}

// Of a header in which the file ends nobody knows whom it would have named.
func TestTornHeader(t *testing.T) {
	whole := "From - Tue Jan 20 10:00:00 2026\nFrom: ann@ours.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nMessage-ID: <a@ours.example>\nTo: ines@norwick.example"
	for _, c := range []struct {
		kind Kind
		text string
	}{{Mbox, whole}, {Message, whole[strings.Index(whole, "\n")+1:]}} {
		got, report := read(t, Options{}, c.kind, c.text)
		if len(got) > 0 || !slices.Equal(because(report), []string{"headers in which the file ends (1, line 1)"}) {
			t.Errorf("kind %d, torn: %q, %q", c.kind, got, because(report))
		}
		if got, _ = read(t, Options{}, c.kind, c.text+"\n"); len(got) != 1 {
			t.Errorf("kind %d, whole: %q, want one contact", c.kind, got)
		}
	}
}

// A message to more people than a room holds is a mass mail; with more than can be
// read, or with longer fields, it is skipped. The next one is read.
func TestLimits(t *testing.T) {
	people := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf("p%d@x.example", i))
		}
		return strings.Join(out, ",\n ")
	}
	head := func(to string) string {
		return "From - Tue Jan 20 10:00:00 2026\nFrom: a@x.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nTo: " + to + "\n\n"
	}
	var long strings.Builder
	for range 5000 {
		long.WriteString("Received: " + strings.Repeat("x", 100) + "\n")
	}
	for _, tt := range []struct{ name, text, want string }{
		{"30 people", head(people(29)), "mail"},
		{"31 people", head(people(30)), "mass mail"},
		{"502 people", head(people(501)), crowd},
		{"a field of 70 KiB", head(strings.Repeat("x", 70<<10)), tooLong},
		{"a line of 10 MB", head(strings.Repeat("x", 10<<20)), tooLong},
		{"Received of 500 KiB", head("b@x.example\n" + strings.TrimSpace(long.String())), tooLong},
		{"a long field that nobody reads", head("b@x.example\nX-Junk: " + strings.Repeat("x", 10<<20)), "mail"},
	} {
		c := NewCorrespondence()
		r := c.Open(Mbox, strings.NewReader(tt.text+head("last@x.example")), Options{})
		x, err := r.Next(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got := string(x.Channel)
		if s := r.Report().Skipped; len(s) > 0 {
			got = s[0].Reason
		} else if x, err = r.Next(context.Background()); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got != tt.want || len(x.To) != 1 || x.To[0].Mail != "last@x.example" {
			t.Errorf("%s: %s, then %v, want %s, then last@x.example", tt.name, got, x.To, tt.want)
		}
	}
}

// The meetings are reasoned by hand from the rules and the zones: half past
// midnight in Berlin is the evening before in UTC, and half past midnight in UTC the afternoon
// before in Los Angeles, the zone of the calendar. Summer time ends on 26 October.
func TestCalendar(t *testing.T) {
	o := Options{Until: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Owner: map[string]bool{"ann@ours.example": true}}
	got, report := read(t, o, Calendar, file(t, "calendar.ics"))
	same(t, "calendar", got, []string{
		`13 2026-01-21 video ann@ours.example > ines@norwick.example, begun by "ann@ours.example"`,
		// 1 October, then not the 8th, moved from the 15th, cancelled on the 22nd; UNTIL is the 5th in Berlin.
		`28 2025-10-01 meeting ines@norwick.example > ann@ours.example, begun by "ines@norwick.example"`,
		`28 2025-10-29 meeting ines@norwick.example > ann@ours.example, begun by "ines@norwick.example"`,
		`28 2025-11-05 meeting ines@norwick.example > ann@ours.example, begun by "ines@norwick.example"`,
		`36 2025-10-16 meeting ines@norwick.example > ann@ours.example tomas@norwick.example, begun by "ines@norwick.example"`,
		// The last Wednesdays; the next is after the day of the file.
		`52 2025-12-31 meeting ann@ours.example > tomas@norwick.example, begun by "ann@ours.example"`,
		`52 2026-01-28 meeting ann@ours.example > tomas@norwick.example, begun by "ann@ours.example"`,
	})
	same(t, "skipped", because(report), []string{
		"declined invitations (2, lines 59, 66)", "all-day notices (1, line 77)", "cancelled events (1, line 44)", "days that are still to come (1, line 84)", "events without an end (1, line 97)",
		"events without other people (1, line 72)", "series whose rule cannot be read (1, line 90)",
	})
	if report.Found != 15 || report.Counted != 7 {
		t.Errorf("%d meetings, %d counted, want 15 and 7", report.Found, report.Counted)
	}
}

// event is a calendar with one event of two people.
func eventOf(method, lines string) string {
	return "BEGIN:VCALENDAR\nMETHOD:" + method + "\nBEGIN:VEVENT\nUID:1\nORGANIZER:mailto:a@x.example\nATTENDEE:mailto:b@x.example\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n"
}

// Each rule gives its days, reckoned with a calendar, or the reason why it has none.
func TestSeries(t *testing.T) {
	for _, tt := range []struct{ name, lines, want string }{
		{"three times", "DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY;COUNT=3", "2026-01-05 2026-01-06 2026-01-07"},
		{"a rule that its start does not meet", "DTSTART:20260105T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2", "2026-01-05 2026-01-07 2026-01-14"},
		{"until a day", "DTSTART;TZID=Europe/Berlin:20260105T230000\nRRULE:FREQ=DAILY;UNTIL=20260106", "2026-01-05 2026-01-06"},
		{"added and taken out", "DTSTART;TZID=Asia/Tokyo:20260105T080000\nRRULE:FREQ=DAILY;COUNT=2\nRDATE:20260109T230000Z,20260111T010000Z\nEXDATE:20260104T230000Z", "2026-01-06 2026-01-10 2026-01-11"},
		{"over the change of the clock", "DTSTART;TZID=America/New_York:20260306T233000\nRRULE:FREQ=DAILY;UNTIL=20260310T033000Z", "2026-03-06 2026-03-07 2026-03-08 2026-03-09"},
		{"an unknown zone", "DTSTART;TZID=Nowhere:20260105T233000", "2026-01-05"},
		{"the zone of Mozilla", "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260105T003000\nRRULE:FREQ=DAILY;UNTIL=20260105T233000Z", "2026-01-05 2026-01-06"},
		{"leap days", "DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY", "2020-02-29 2024-02-29"},
		{"29 February by rule", "DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", "2020-02-29 2024-02-29"},
		{"30 February", "DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", strangeRule},
		{"fiftieth Monday of a month", "DTSTART:20260105T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=50MO", strangeRule},
		{"every second", "DTSTART:20260105T100000Z\nRRULE:FREQ=SECONDLY", strangeRule},
		{"two hours of a day", "DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2", strangeRule},
		{"no rule", "DTSTART:20260105T100000Z\nRRULE:x", strangeRule},
		{"two rules", "DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", strangeRule},
		{"since 1970", "DTSTART:19700101T100000Z\nRRULE:FREQ=DAILY", manySeries},
		{"every day taken out", "DTSTART:20260105T100000Z\nEXDATE:20260105T100000Z", cancelled},
		{"no day", "DTSTART:soon", startless},
		{"cancelled", "DTSTART:20260105T100000Z\nSTATUS:CANCELLED", cancelled},
		{"within an alarm", "DTSTART:20260105T100000Z\nBEGIN:VALARM\nDTSTART:20270105T100000Z\nSTATUS:CANCELLED\nEND:VALARM", "2026-01-05"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := NewCorrespondence()
			r := c.Open(Calendar, strings.NewReader(eventOf("REQUEST", tt.lines)), Options{Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)})
			var got []string
			for {
				x, err := r.Next(context.Background())
				if err != nil {
					break
				}
				got = append(got, x.Day.Format(time.DateOnly))
			}
			for _, s := range r.Report().Skipped {
				got = append(got, s.Reason)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%s, want %s", strings.Join(got, " "), tt.want)
			}
		})
	}
	barren := "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\nDTSTART:20260105T100000Z\nRRULE:FREQ=YEARLY;INTERVAL=400;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU\nORGANIZER:mailto:a@x.example\nATTENDEE:mailto:b@x.example\nEND:VEVENT\n", 150)
	_, report := read(t, Options{}, Calendar, barren)
	if report.Counted != 1 || report.Skipped[0].Reason != twice || report.Skipped[0].Count != 99 || report.Skipped[1].Reason != strangeRule || report.Skipped[1].Count != 50 {
		t.Errorf("150 rules without a day: %+v, want the first counted, 99 copies of it and 50 that are not read", report)
	}
	for method, want := range map[string]string{"CANCEL": cancelled, "REPLY": invitation} {
		if _, report := read(t, Options{}, Calendar, eventOf(method, "DTSTART:20260105T100000Z")); report.Counted != 0 || report.Skipped[0].Reason != want {
			t.Errorf("METHOD:%s: %+v, want %s", method, report, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		want       Kind
	}{
		{"Inbox", "From 1@xxx Tue Jan 20 10:00:00 +0000 2026\nX: y\n", Mbox},
		{"x.csv", "\ufeffBEGIN:VCALENDAR\r\n", Calendar},
		{"x", "Received: from a\r\n\tby b\r\nFrom: a@x.example\r\n\r\nhello", Message},
		{"x.mbox", "", Mbox},
		{"x.EML", "hello", Message},
		{"x.ics", "", Calendar},
		{"a.eml", "BEGIN:VCALENDAR\n", Calendar},
		{"people.csv", "From,To\na@x.example,b@x.example\n", 0},
		{"people.csv", "From: x,To\n", 0},
		{"notes.txt", "From 10:00 on we talked.\n", 0},
	} {
		if got := KindOf(tt.name, []byte(tt.head)); got != tt.want {
			t.Errorf("KindOf(%q, %q) = %d, want %d", tt.name, tt.head, got, tt.want)
		}
	}
}

// endlessBox is an mbox that is made as it is read: messages of 1 MB, whose bodies
// begin lines with From.
type endlessBox struct {
	left int // messages
	n    int
	body bool // comes next
	part bytes.Reader
}

func (e *endlessBox) Read(p []byte) (int, error) {
	for e.part.Len() == 0 {
		switch {
		case e.body:
			e.body = false
			e.part.Reset(megabyte)
		case e.left == 0:
			return 0, io.EOF
		default:
			e.left--
			e.n++
			e.body = true
			e.part.Reset(fmt.Appendf(nil, "From a@x.example Tue Jan 20 10:00:00 2026\nFrom: a@x.example\nTo: b@x.example\nDate: Tue, 20 Jan 2026 10:00:00 +0100\nMessage-ID: <%d@x.example>\n\n", e.n))
		}
	}
	return e.part.Read(p)
}

var megabyte = append(bytes.Repeat([]byte("From here to there, a line of a body without an end that says much\n"), 1<<20/68), 10)

// A mailbox streams: what reading it allocates is a small part of its size, and
// what stays is nothing. make soak reads 200 MB.
func TestMboxStreams(t *testing.T) {
	n := soak.Times(20, 200)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := NewCorrespondence()
	if found, err := c.Index(context.Background(), Mbox, &endlessBox{left: n}); err != nil || found != n {
		t.Fatalf("Index = %d, %v, want %d", found, err, n)
	}
	r := c.Open(Mbox, &endlessBox{left: n}, Options{})
	for range n {
		if _, err := r.Next(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	made := after.TotalAlloc - before.TotalAlloc
	if limit := uint64(1<<20 + n*64<<10); made > limit {
		t.Errorf("reading %d MB twice allocates %d KiB, want at most %d", n, made>>10, limit>>10)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if stays := int64(after.HeapAlloc) - int64(before.HeapAlloc); stays > 2<<20 {
		t.Errorf("%d KiB stay after %d MB, want at most 2048", stays>>10, n)
	}
	runtime.KeepAlive(c)
	runtime.KeepAlive(r)
}

// Whatever the bytes are, a reader ends, in order, with a report that adds up, and
// reads the same again.
func fuzz(f *testing.F, kind Kind) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		o := Options{Until: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Owner: map[string]bool{"ann@ours.example": true}}
		got, report := read(t, o, kind, string(data))
		again, _ := read(t, o, kind, string(data))
		if !slices.Equal(got, again) {
			t.Errorf("%q, then %q", got, again)
		}
		skipped := 0
		for _, s := range report.Skipped {
			skipped += s.Count
		}
		if report.Counted != len(got) || report.Found != len(got)+skipped {
			t.Errorf("%d contacts, %d skipped, report %+v", len(got), skipped, report)
		}
	})
}

func FuzzMbox(f *testing.F) {
	f.Add([]byte(file(f, "inbox.mbox")))
	fuzz(f, Mbox)
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte("From: a@x.example\nTo: b@x.example, \"c\nDate: 20 Jan 2026 10:00 GMT\n\nhello"))
	fuzz(f, Message)
}

func FuzzCalendar(f *testing.F) {
	f.Add([]byte(file(f, "calendar.ics")))
	f.Add([]byte(eventOf("REQUEST", "DTSTART:20260105T100000Z\nRRULE:FREQ=YEARLY;INTERVAL=3;BYDAY=-1MO,53TU;BYSETPOS=-1;WKST=SU")))
	f.Add([]byte(eventOf("REQUEST", "DTSTART;TZID=../x:20260105T100000\nRRULE:FREQ=WEEKLY;BYMONTHDAY=-31;BYMONTH=2,4\nATTENDEE;X=\"a:b\";CN=:\nRDATE;VALUE=PERIOD:20260105T100000Z/PT1H")))
	fuzz(f, Calendar)
}
