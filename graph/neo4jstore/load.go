package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// headText reads where a workspace stands and which erasure was its last.
const headText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) WHERE w.dropping IS NULL RETURN w.head, w.epoch, w.erasure, w.stagedAfter"

// head returns it, and the revision of the state without what is staged.
func (s *Store) head(ctx context.Context, ws graph.Workspace) (head engine.Head, whole graph.Revision, erasure string, err error) {
	err = s.ask(ctx, "loading workspace "+string(ws), headText, map[string]any{"ws": string(ws)}, func(v []any) (bool, error) {
		n, ok := v[0].(int64)
		if !ok {
			return false, fmt.Errorf("%w: workspace %s has the head %v", engine.ErrDamaged, ws, v[0])
		}
		head.Revision = graph.Revision(n)
		head.Epoch, _ = v[1].(string)
		erasure, _ = v[2].(string)
		whole = head.Revision
		if after, ok := v[3].(int64); ok {
			whole = graph.Revision(after)
		}
		return true, nil
	})
	return head, whole, erasure, err
}

// Load implements [engine.Store]. It reads in pages, by the order of an index,
// each page as it is committed at that moment, see rest for where a list ends; so the span is wider than one
// revision when somebody writes meanwhile, and an edge may then come whose node
// came too late. Of an edit that is staged it reads nothing: the span then begins
// before it. It holds some thousand elements at a time. When elements are erased,
// or the workspace is dropped, while it is being loaded, Load fails with
// [engine.ErrBusy].
func (s *Store) Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (engine.Span, error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return engine.Span{}, err
	}
	from, whole, erasure, err := s.head(ctx, ws)
	if from.Revision == 0 || err != nil {
		return engine.Span{}, err
	}
	err = s.try(ctx, "loading workspace "+string(ws), func(ctx context.Context) error { return s.settled(ctx, ws) })
	if err != nil && !errors.Is(err, ErrReadOnly) { // where nobody can write, all is settled
		return engine.Span{}, err
	}
	if err := s.elements(ctx, ws, from.Revision, f); err != nil {
		return engine.Span{}, err
	}
	to, _, now, err := s.head(ctx, ws)
	if err == nil && (now != erasure || to.Epoch != from.Epoch) {
		err = fmt.Errorf("loading workspace %s: %w: elements were erased meanwhile", ws, engine.ErrBusy)
	}
	if err != nil {
		return engine.Span{}, err
	}
	return engine.Span{From: whole, To: to.Revision, Epoch: from.Epoch}, nil
}

// elements calls f with the nodes and then the edges of a workspace, whose head was
// read before.
func (s *Store) elements(ctx context.Context, ws graph.Workspace, head graph.Revision, f func(*graph.Element) error) error {
	ctx, cancel := context.WithCancel(ctx)
	p := pagers{s: s, ws: ws, head: head, slots: make(chan struct{}, loadConnections)}
	defer p.wg.Wait()
	defer cancel()

	if err := merge(ctx, []*pager{p.start(ctx, nodePageText, nil)}, f); err != nil {
		return err
	}
	var edges []*pager
	for _, sh := range edgeShapes {
		edges = append(edges, p.start(ctx, sh.page, sh))
	}
	return merge(ctx, edges, f)
}

// merge calls f with the elements of several pagers in the order of their ids,
// each id once.
func merge(ctx context.Context, from []*pager, f func(*graph.Element) error) error {
	var last graph.ID
	for {
		var first *pager
		ended := false
		for _, p := range from {
			e, err := p.peek(ctx)
			if err != nil {
				return err
			}
			ended = ended || e == nil
			if e != nil && (first == nil || e.ID < first.page[0].ID) {
				first = p
			}
		}
		if first == nil {
			return nil
		}
		if ended {
			from = slices.DeleteFunc(from, func(p *pager) bool { return p.done && len(p.page) == 0 })
		}
		e := &first.page[0]
		first.page = first.page[1:]
		if e.ID == last {
			continue // it moved from one place to another while we read
		}
		last = e.ID
		if err := f(e); err != nil {
			return err
		}
	}
}

// Pages are read ahead, by at most so many connections at a time. They begin
// small and grow to about as many bytes as a page of the log, at most so many
// elements.
const (
	loadConnections = 3
	firstPage       = 200
	longestPage     = 5000
)

// pagers read the pages of one load. Whoever starts them cancels their context
// and waits for wg.
type pagers struct {
	s     *Store
	ws    graph.Workspace
	head  graph.Revision // before the first page
	slots chan struct{}  // holds a token for every connection in use
	wg    sync.WaitGroup

	read  atomic.Int64 // how many pages have been
	quiet int64        // so many were read before anything was written; of merge alone
}

// pager hands over one ordered list of elements.
type pager struct {
	pageReader
	pages <-chan loaded
	page  []graph.Element // what is left of the newest page
	done  bool
}

// loaded are the rows of a page, or why there are none.
type loaded struct {
	rows []any
	err  error
}

// peek returns the next element, which the caller takes off p.page, or nil at
// the end.
func (p *pager) peek(ctx context.Context) (*graph.Element, error) {
	for len(p.page) == 0 && !p.done {
		l, ok := <-p.pages
		if !ok {
			var more bool
			l.rows, more, l.err = p.rest(ctx)
			p.done = !more
			if more && l.err == nil {
				p.ahead(ctx)
			}
		}
		if l.err == nil {
			p.page, l.err = p.elements(l.rows)
		}
		if l.err != nil {
			return nil, l.err
		}
	}
	if len(p.page) == 0 {
		return nil, nil
	}
	return &p.page[0], nil
}

// start begins to read pages ahead, of one shape or, for nil, of all nodes.
func (p *pagers) start(ctx context.Context, text string, sh *shape) *pager {
	out := &pager{pageReader: pageReader{pagers: p, text: text, shape: sh, limit: firstPage}}
	out.ahead(ctx)
	return out
}

// ahead reads pages until one is short. Until their channel is closed, what the reader
// asks by belongs to that: who takes a page makes elements of it meanwhile.
func (p *pager) ahead(ctx context.Context) {
	pages := make(chan loaded)
	p.pages = pages
	p.wg.Go(func() {
		defer close(pages)
		for more := true; more; {
			var l loaded
			l.rows, more, l.err = p.next(ctx)
			select {
			case pages <- l:
			case <-ctx.Done():
				return
			}
			if l.err != nil {
				return
			}
		}
	})
}

// pageReader reads one page after another.
type pageReader struct {
	*pagers
	text  string
	shape *shape
	after graph.ID // the last id read
	limit int      // how many elements to ask for
	at    int64    // which of all pages the newest is
	rows  reader

	undated map[graph.Kind][]string // facts that lack one of the days that all have
}

// rest returns what comes after a page that was shorter than was asked for. Of nodes
// that is nothing. Of edges it is not: Neo4j 2026.08 ends its way through an index of
// relationships where it meets one that was removed a moment ago and still stands in
// the index. So if anything was written since the load began, rest asks again while
// it has the lock of the workspace, and nobody else writes.
func (r *pageReader) rest(ctx context.Context) (rows []any, more bool, err error) {
	if r.shape == nil || r.at <= r.quiet {
		return nil, false, nil
	}
	read, after, limit := r.read.Load(), r.after, r.limit
	err = r.s.tryFor(ctx, r.s.options.Timeout, "loading workspace "+string(r.ws), []string{stagedText}, func(ctx context.Context) error {
		return r.s.transact(ctx, func(run runner) error {
			now, err := staged(run, r.ws)
			if err != nil {
				return err
			}
			if now.head == r.head {
				r.quiet = read
				return nil
			}
			r.after, r.limit = after, limit // it may be the second try
			rows, more, err = r.ask(run)
			return err
		})
	})
	if errors.Is(err, ErrReadOnly) { // where nobody can write, nothing is removed
		r.quiet, err = read, nil
	}
	return rows, more, err
}

// next reads the next page and reports whether there is surely another.
func (r *pageReader) next(ctx context.Context) (rows []any, more bool, err error) {
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	err = r.s.try(ctx, "loading workspace "+string(r.ws), func(ctx context.Context) (err error) {
		rows, more, err = r.ask(r.s.alone(ctx, neo4j.FetchDefault))
		return err
	})
	return rows, more, err
}

// ask asks for the page after the last id read, and reports whether it is as long as
// was asked for.
func (r *pageReader) ask(run runner) (rows []any, full bool, err error) {
	args := map[string]any{"ws": string(r.ws), "after": string(r.after), "limit": int64(r.limit)}
	err = run(r.text, args, func(v []any) (bool, error) {
		rows, _ = v[0].([]any)
		return true, nil
	})
	if err != nil {
		return nil, false, err
	}
	r.at = r.read.Add(1)
	full = len(rows) == r.limit
	size := 0
	for _, row := range rows {
		size += weight(row)
		row, _ := row.([]any)
		at := 0
		if r.shape == nil && len(row) > 1 { // not pending: its place comes first
			at = 1
		}
		if id, _ := row[at].(string); id != "" {
			r.after = max(r.after, graph.ID(id))
		}
	}
	if size > 0 {
		r.limit = min(8*r.limit, max(10, pageBytes/(1+size/len(rows))), longestPage)
	}
	return rows, full, nil
}

// weight is about how many bytes a value takes on its way.
func weight(v any) int {
	switch v := v.(type) {
	case string:
		return 8 + len(v)
	case []any:
		n := 8
		for _, v := range v {
			n += weight(v)
		}
		return n
	}
	return 8
}

// elements turns rows into elements, in the order of their ids. It passes over those that were removed
// between the index that named them and the reading of their properties: they
// come back empty, and the replay of the span knows of them.
func (r *pageReader) elements(rows []any) ([]graph.Element, error) {
	page := make([]graph.Element, 0, len(rows))
	for _, row := range rows {
		row, _ := row.([]any)
		sh := r.shape
		switch {
		case len(row) < 3:
			continue
		case sh != nil:
			if row[0] == nil || row[1] == nil || row[2] == nil {
				continue
			}
		default:
			at, _ := row[0].(int64)
			row = row[1:]
			if at < 0 {
				if labels := texts(row[1]); len(labels) > 0 {
					return nil, fmt.Errorf("%w: node %v of workspace %s is of no kind; its labels are %v", engine.ErrDamaged, row[0], r.ws, labels)
				}
				continue
			}
			if row[0] == nil {
				continue
			}
			sh = nodeShapes[at]
		}
		e, err := r.rows.element(sh, row)
		if err != nil {
			return nil, fmt.Errorf("workspace %s: %w", r.ws, err)
		}
		if row[sh.base-2] == nil || row[sh.base-1] == nil {
			if r.undated == nil {
				r.undated = map[graph.Kind][]string{}
			}
			r.undated[e.Kind] = append(r.undated[e.Kind], string(e.ID))
		}
		page = append(page, e)
	}
	// The server has them in this order, and promises it to nobody.
	slices.SortFunc(page, func(a, b graph.Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return page, nil
}
