package mailbox

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

// property is a line of a calendar: NAME;PARAM=value:value.
type property struct {
	name   string // in upper case
	params map[string]string
	value  string
}

// propertyOf reads a line; ok is false for one that is none.
func propertyOf(line string) (p property, ok bool) {
	i := strings.IndexAny(line, ";:")
	if i <= 0 {
		return p, false
	}
	p.name = strings.ToUpper(line[:i])
	for line[i] == ';' {
		line = line[i+1:]
		eq := strings.IndexByte(line, '=')
		if eq <= 0 {
			return p, false
		}
		name := strings.ToUpper(line[:eq])
		quoted := false
		end := strings.IndexFunc(line, func(r rune) bool {
			if r == '"' {
				quoted = !quoted
			}
			return !quoted && (r == ';' || r == ':')
		})
		if end < eq {
			return p, false
		}
		if p.params == nil {
			p.params = map[string]string{}
		}
		if _, twice := p.params[name]; !twice {
			p.params[name] = strings.Trim(line[eq+1:end], `"`)
		}
		i = end
	}
	p.value = strings.TrimSpace(line[i+1:])
	return p, true
}

func (p property) param(name string) string { return strings.ToUpper(p.params[name]) }

// person returns who an attendee or an organiser is.
func (p property) person() Address {
	m := p.params["EMAIL"]
	if len(p.value) > len("mailto:") && strings.EqualFold(p.value[:len("mailto:")], "mailto:") {
		m = p.value[len("mailto:"):]
	}
	return Address{Name: strings.ToValidUTF8(p.params["CN"], "\ufffd"), Mail: addressOf(m)}
}

// nobody reports whether an attendee is a room, a resource or a group.
func (p property) nobody() bool {
	switch p.param("CUTYPE") {
	case "ROOM", "RESOURCE", "GROUP":
		return true
	}
	m := p.person().Mail
	return strings.HasSuffix(m, "resource.calendar.google.com") || strings.HasSuffix(m, "group.calendar.google.com")
}

// absent reports whether an attendee was not there.
func (p property) absent() bool {
	return p.param("PARTSTAT") == "DECLINED" || p.param("PARTSTAT") == "DELEGATED" || p.param("ROLE") == "NON-PARTICIPANT"
}

// event is one VEVENT: what of it is looked at.
type event struct {
	line      int
	start     property
	uid       string
	rule      string
	more      []property // RDATE
	except    []property // EXDATE
	instead   *property  // RECURRENCE-ID
	status    string
	title     string
	seeThru   bool // TRANSP:TRANSPARENT
	organizer *property
	attendees []property
	video     bool
	people    int
	long, cut bool // is longer than the limits; has no end
}

// events reads the events of a calendar one after the other.
type events struct {
	in       *lines
	zones    *zones
	method   string
	subjects bool // titles are kept
}

func newEvents(r io.Reader) *events { return &events{in: newLines(r), zones: newZones()} }

// unescaped reads a text of iCalendar.
var unescaped = strings.NewReplacer(`\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";", `\\`, `\`)

// meetingHosts are in the addresses of meetings that are held by video.
var meetingHosts = []string{"zoom.us/", "teams.microsoft.com/", "meet.google.com/", "webex.com/", "gotomeeting.com/", "whereby.com/", "bluejeans.com/", "microsoft teams", "teams-besprechung", "réunion microsoft teams", "google meet"}

// next returns the next event. One that the file cuts off comes back as cut.
func (c *events) next() (*event, error) {
	var e *event
	inside, size := 0, 0 // components within the event
	for {
		text, line, cut, err := c.in.field()
		if errors.Is(err, io.EOF) && e != nil {
			e.cut = true
			return e, nil
		}
		if err != nil {
			return nil, err
		}
		p, ok := propertyOf(string(text[:min(len(text), maxLine)]))
		if !ok {
			continue
		}
		switch {
		case p.name == "BEGIN" && e == nil && strings.EqualFold(p.value, "VEVENT"):
			e, size = &event{line: line}, 0
		case p.name == "BEGIN" && e == nil && strings.EqualFold(p.value, "VCALENDAR"):
			c.method = ""
		case p.name == "BEGIN" && e != nil && strings.EqualFold(p.value, "VEVENT"):
			e.cut = true // the one before has no end; this one is lost with it
			inside++
		case p.name == "BEGIN" && e != nil:
			inside++
		case p.name == "END" && e != nil && inside > 0:
			inside--
		case p.name == "END" && e != nil && strings.EqualFold(p.value, "VEVENT"):
			return e, nil
		case e == nil:
			switch p.name {
			case "METHOD":
				c.method = strings.ToUpper(p.value)
			case "X-WR-TIMEZONE":
				c.zones.home = p.value
			case "TZID":
				if c.zones.first == "" {
					c.zones.first = p.value
				}
			}
		case inside == 0 && c.subjects && p.name == "SUMMARY" && !e.long:
			e.title = subjectOf(unescaped.Replace(p.value))
		case inside == 0:
			if e.takes(p) {
				size += len(text)
				e.long = e.long || cut || size > maxHeader
			}
		}
	}
}

// takes keeps what is looked at, and reports whether a property is.
func (e *event) takes(p property) bool {
	if e.long {
		return true
	}
	switch p.name {
	case "DTSTART":
		e.start = p
	case "UID":
		e.uid = p.value
	case "RRULE":
		if e.rule != "" {
			e.rule += "\n" // two rules: none that is read
		}
		e.rule += p.value
	case "RDATE":
		e.more = append(e.more, p)
	case "EXDATE":
		e.except = append(e.except, p)
	case "RECURRENCE-ID":
		e.instead = &p
	case "STATUS":
		e.status = strings.ToUpper(p.value)
	case "TRANSP":
		e.seeThru = strings.EqualFold(p.value, "TRANSPARENT")
	case "ORGANIZER":
		e.organizer = &p
	case "ATTENDEE":
		if e.people++; e.people <= maxPeople+1 {
			e.attendees = append(e.attendees, p)
		}
	case "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK":
		e.video = true
	case "LOCATION", "URL":
		place := strings.ToLower(p.value)
		e.video = e.video || slices.ContainsFunc(meetingHosts, func(h string) bool { return strings.Contains(place, h) })
	default:
		return false
	}
	return true
}

// indexCalendar notes which occurrences of series have an event of their own.
func (c *Correspondence) indexCalendar(ctx context.Context, r io.Reader) (found int, err error) {
	in := newEvents(r)
	for {
		if ctx.Err() != nil {
			return found, ctx.Err()
		}
		e, err := in.next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		found++
		if e.instead == nil || e.cut || e.long {
			continue
		}
		k := hash(e.uid)
		if len(c.moved[k]) >= maxSeries {
			continue
		}
		c.moved[k] = append(c.moved[k], property{value: strings.Clone(e.instead.value), params: e.instead.params})
	}
}

// Reasons for which an event is no contact.
const (
	endless     = "events without an end"
	eventLong   = "events longer than 256 KiB"
	startless   = "events without a day that can be read"
	cancelled   = "cancelled events"
	declined    = "declined invitations"
	alone       = "events without other people"
	notice      = "all-day notices"
	eventCrowd  = "events with more than 30 people"
	manySeries  = "series of more than 5000 meetings"
	strangeRule = "series whose rule cannot be read"
)

// meetings queues the meetings of an event, or counts why there are none.
func (r *Reader) meetings(e *event) {
	skip := func(reason string) {
		r.found++
		r.Skip(reason, e.line)
	}
	x := Contact{Line: e.line, Channel: Meeting, Subject: e.title}
	if e.video {
		x.Channel = Video
	}
	if e.organizer != nil && !e.organizer.nobody() {
		x.From = e.organizer.person()
	}
	ownerAway := false
	gone := map[string]bool{}
	for _, a := range e.attendees {
		p := a.person()
		switch {
		case p.Mail == "" || a.nobody():
		case a.absent():
			gone[p.Mail] = true
			ownerAway = ownerAway || r.options.Owner[p.Mail]
		default:
			x.add(p)
		}
	}
	x.Began = x.From.Mail
	if gone[x.From.Mail] {
		x.From = Address{} // called it, and was not there
	}
	starts, allDay := r.events.zones.start(e.start)
	switch {
	case e.cut:
		skip(endless)
		return
	case e.long:
		skip(eventLong)
		return
	case e.status == "CANCELLED" || r.events.method == "CANCEL":
		skip(cancelled)
		return
	case r.events.method == "REPLY" || r.events.method == "COUNTER" || r.events.method == "DECLINECOUNTER" || r.events.method == "REFRESH":
		skip(invitation)
		return
	case ownerAway:
		skip(declined)
		return
	case len(x.To) == 0 || len(x.To) == 1 && x.From.Mail == "":
		if len(gone) > 0 {
			skip(declined)
		} else {
			skip(alone)
		}
		return
	case starts.IsZero():
		skip(startless)
		return
	case allDay && e.seeThru:
		skip(notice)
		return
	case len(x.To)+1 > roomLimit:
		skip(eventCrowd)
		return
	}
	days, reason := r.occurrences(e)
	if reason != "" {
		skip(reason)
		return
	}
	if len(days) == 0 {
		skip(future)
		return
	}
	for _, d := range days {
		r.found++
		x.Day = d.day
		id := e.uid
		if id == "" {
			id = x.From.Mail + " " + e.start.value
		}
		x.Key = keyOf("meeting", id, d.key)
		if !r.c.once(x.Key) {
			r.Skip(twice, e.line)
			continue
		}
		r.queue = append(r.queue, x)
	}
}

// occurrence is a day on which an event took place, and the one by which its
// series knows it.
type occurrence struct {
	day time.Time
	key string
}

// occurrences returns the days of an event, those that are still to come left out,
// or says why it has none.
func (r *Reader) occurrences(e *event) ([]occurrence, string) {
	z := r.events.zones
	start, _ := z.start(e.start)
	if e.instead != nil {
		day := z.civil(e.start, start)
		if r.toCome(day) {
			return nil, ""
		}
		key := e.instead.value
		if t := z.framed(*e.instead, e.start); len(t) == 1 {
			key = midnight(t[0]).Format(time.DateOnly)
		}
		return []occurrence{{day, key}}, ""
	}
	until := time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)
	if !r.options.Until.IsZero() {
		until = r.options.Until.AddDate(0, 0, 2) // a day ends later elsewhere; toCome decides
	}
	times := []time.Time{start}
	if e.rule != "" && !start.After(until) {
		if r.barren >= maxBarren {
			return nil, strangeRule
		}
		more, reason := expand(e.rule, start, until, z.frame(e.start))
		if reason != "" {
			return nil, reason
		}
		if len(more) == 0 {
			r.barren++
		}
		times = append(times, more...)
	}
	for _, p := range e.more {
		times = append(times, z.framed(p, e.start)...)
		if len(times) > 2*maxSeries {
			return nil, manySeries
		}
	}
	out := map[int64]bool{}
	for _, p := range slices.Concat(e.except, r.c.moved[hash(e.uid)]) {
		for _, t := range z.framed(p, e.start) {
			out[midnight(t).Unix()] = true
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	var list []occurrence
	last := time.Time{}
	for _, t := range times {
		series := midnight(t)
		day := z.civil(e.start, t)
		if series.Equal(last) || out[series.Unix()] || r.toCome(day) {
			continue
		}
		last = series
		if list = append(list, occurrence{day, series.Format(time.DateOnly)}); len(list) > maxSeries {
			return nil, manySeries
		}
	}
	if len(list) == 0 && !r.toCome(z.civil(e.start, start)) {
		return nil, cancelled // every meeting of it was taken out, or has an event of its own
	}
	return list, ""
}

// midnight returns the day of a time as the wall shows it.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
