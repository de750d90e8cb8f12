package sqlitestore

import (
	"database/sql"
	"fmt"
	"hash/crc32"
	"strings"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum returns the checksum of a row: the CRC-32C of the texts of its columns in
// their order, NULL as nothing, with a zero byte after each.
func sum(columns ...string) uint32 {
	buf := texts.Get().(*[]byte)
	b := (*buf)[:0]
	for _, c := range columns {
		b = append(append(b, c...), 0)
	}
	*buf = b
	defer texts.Put(buf)
	return crc32.Checksum(b, castagnoli)
}

// texts are buffers for what is summed and written.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// row is an element as it is stored.
type row struct {
	id, kind, src, dst string
	from, to           sql.NullString
	props              string
	sum                int64
}

func (r *row) isEdge() bool { return r.src != "" }

func (r *row) checksum() int64 {
	if !r.isEdge() {
		return int64(sum(r.id, r.kind, r.from.String, r.to.String, r.props))
	}
	return int64(sum(r.id, r.kind, r.src, r.dst, r.from.String, r.to.String, r.props))
}

// rowOf returns the row of an element whose properties have the given JSON.
func rowOf(e *graph.Element, props string) row {
	r := row{id: string(e.ID), kind: string(e.Kind), src: string(e.Src), dst: string(e.Dst), from: nullable(e.From), to: nullable(e.To), props: props}
	r.sum = r.checksum()
	return r
}

// nullable is how a day is stored.
func nullable(d graph.Date) sql.NullString { return sql.NullString{String: d.String(), Valid: d != 0} }

// null is what SQLite is given for a day: nil where it is absent.
func null(day sql.NullString) any {
	if !day.Valid {
		return nil
	}
	return day.String
}

// element reads a row back. It refuses one that is not as it was written.
func (r *row) element(e *graph.Element) error {
	if r.sum != r.checksum() {
		return fmt.Errorf("%w: the row of %q does not match its checksum", engine.ErrDamaged, r.id)
	}
	*e = graph.Element{ID: graph.ID(r.id), Kind: graph.Kind(r.kind), Src: graph.ID(r.src), Dst: graph.ID(r.dst)}
	var err error
	if e.From, err = graph.ParseDate(r.from.String); err == nil {
		if e.To, err = graph.ParseDate(r.to.String); err == nil {
			e.Props, err = graph.ParseProps(e.Kind, []byte(r.props))
		}
	}
	if err != nil {
		return fmt.Errorf("%w: the row of %q cannot be read: %w", engine.ErrDamaged, r.id, err)
	}
	return nil
}

// timeLayout has a fixed width, so that commits sort by time as text.
const timeLayout = "2006-01-02T15:04:05.000000000Z"

// record is a commit as it is stored.
type record struct {
	rev                         int64
	id, at, actor, reason, body string
	more                        bool
	sum                         int64
}

func (r *record) checksum() int64 {
	more := "0"
	if r.more {
		more = "1"
	}
	return int64(sum(fmt.Sprint(r.rev), r.id, r.at, r.actor, r.reason, more, r.body))
}

// recordOf returns the record of a commit, and where in its body each change ends.
func recordOf(rev graph.Revision, c *graph.Commit) (r record, ends []int) {
	buf := texts.Get().(*[]byte)
	defer texts.Put(buf)
	body := append((*buf)[:0], '[')
	ends = make([]int, len(c.Changes))
	for i := range c.Changes {
		if i > 0 {
			body = append(body, ',')
		}
		body = c.Changes[i].AppendJSON(body)
		ends[i] = len(body)
	}
	body = append(body, ']')
	*buf = body
	r = record{
		rev: int64(rev), id: c.ID, at: c.At.UTC().Format(timeLayout), actor: c.Actor, reason: c.Reason,
		more: c.More, body: string(body),
	}
	r.sum = r.checksum()
	return r, ends
}

// propsKey stands before the properties of an element in the JSON of a change, and
// nowhere else in it: within a text its quotes would be escaped, and no property has
// its name.
const propsKey = `,"props":`

// propsAfter returns the JSON of the properties of After, which is the end of that of
// its change.
func propsAfter(c *graph.Change, text string) string {
	if c.After.Props == "" {
		return "{}"
	}
	find := strings.LastIndex
	if c.Before == nil {
		find = strings.Index // there is one, and not far
	}
	return text[find(text, propsKey)+len(propsKey) : len(text)-len("}}")]
}

// commit reads a record back. It refuses one that is not as it was written.
func (r *record) commit() (graph.Commit, error) {
	if r.sum != r.checksum() {
		return graph.Commit{}, fmt.Errorf("%w: revision %d does not match its checksum", engine.ErrDamaged, r.rev)
	}
	c, err := r.outline()
	if err == nil {
		c.Changes, err = graph.ParseChanges(r.body)
	}
	if err != nil {
		return graph.Commit{}, fmt.Errorf("%w: revision %d cannot be read: %w", engine.ErrDamaged, r.rev, err)
	}
	return c, nil
}

// outline reads a record back but for its changes.
func (r *record) outline() (graph.Commit, error) {
	at, err := time.Parse(timeLayout, r.at)
	return graph.Commit{Revision: graph.Revision(r.rev), ID: r.id, At: at.UTC(), Actor: r.actor, Reason: r.reason, More: r.more}, err
}
