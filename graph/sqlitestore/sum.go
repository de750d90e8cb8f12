package sqlitestore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/crc32"
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

// null is how an absent day is stored.
func null(d graph.Date) sql.NullString {
	return sql.NullString{String: d.String(), Valid: d != 0}
}

// row is an element as it is stored.
type row struct {
	id, kind, src, dst string
	from, to           sql.NullString
	props              string
	sum                int64
}

func (r *row) checksum() int64 {
	if r.src == "" {
		return int64(sum(r.id, r.kind, r.from.String, r.to.String, r.props))
	}
	return int64(sum(r.id, r.kind, r.src, r.dst, r.from.String, r.to.String, r.props))
}

func rowOf(e *graph.Element, buf []byte) (row, []byte) {
	buf = e.Props.AppendJSON(buf[:0])
	r := row{
		id: string(e.ID), kind: string(e.Kind), src: string(e.Src), dst: string(e.Dst),
		from: null(e.From), to: null(e.To), props: string(buf),
	}
	r.sum = r.checksum()
	return r, buf
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

func recordOf(rev graph.Revision, c *graph.Commit) record {
	buf := texts.Get().(*[]byte)
	defer texts.Put(buf)
	body := append((*buf)[:0], '[')
	for i := range c.Changes {
		if i > 0 {
			body = append(body, ',')
		}
		body = c.Changes[i].AppendJSON(body)
	}
	body = append(body, ']')
	*buf = body
	r := record{
		rev: int64(rev), id: c.ID, at: c.At.UTC().Format(timeLayout), actor: c.Actor, reason: c.Reason,
		more: c.More, body: string(body),
	}
	r.sum = r.checksum()
	return r
}

// commit reads a record back. It refuses one that is not as it was written.
func (r *record) commit() (graph.Commit, error) {
	if r.sum != r.checksum() {
		return graph.Commit{}, fmt.Errorf("%w: revision %d does not match its checksum", engine.ErrDamaged, r.rev)
	}
	c := graph.Commit{Revision: graph.Revision(r.rev), ID: r.id, Actor: r.actor, Reason: r.reason, More: r.more}
	at, err := time.Parse(timeLayout, r.at)
	if err == nil {
		c.At = at.UTC()
		err = json.Unmarshal([]byte(r.body), &c.Changes)
	}
	if err != nil {
		return graph.Commit{}, fmt.Errorf("%w: revision %d cannot be read: %w", engine.ErrDamaged, r.rev, err)
	}
	return c, nil
}
