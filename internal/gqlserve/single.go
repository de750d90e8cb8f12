package gqlserve

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// The single-connection mode of the graphql-sse protocol: a client reserves a stream
// (PUT), opens it (GET), sends each operation by itself (POST, answered with 202), and
// ends one early (DELETE). All answers come over the one stream, each with the id that
// the client gave its operation. A browser that speaks HTTP/1.1 opens six connections
// to a server, so that with a stream for each subscription a page would soon wait.

// tokenHeader carries the token of a reservation; the parameter token does for
// clients that can set no header.
const tokenHeader = "X-GraphQL-Event-Stream-Token"

// maxOperationID is the longest id of an operation, in bytes.
const maxOperationID = 256

func tokenOf(r *http.Request) string {
	if token := r.Header.Get(tokenHeader); token != "" {
		return token
	}
	return r.URL.Query().Get("token")
}

// reservations are the streams that were reserved and are not yet gone. The zero value
// has none. It is safe for concurrent use.
type reservations struct {
	mu sync.Mutex
	of map[string]*reservation // by token
}

// reservation is one stream of several operations.
type reservation struct {
	ctx     context.Context // done when the stream is to end
	end     context.CancelFunc
	unused  *time.Timer // ends what nobody opens
	running sync.WaitGroup
	out     chan string // events for the stream

	mu    sync.Mutex
	ended bool
	open  bool
	subs  map[string]*subscription // by the client's id
}

// reserve answers with the token of a new stream.
func (h *Handler) reserve(ctx context.Context, w http.ResponseWriter) {
	ctx, leave, ok := h.streams.enter(context.WithoutCancel(ctx))
	if !ok {
		h.writeBusy(w)
		return
	}
	s := &reservation{out: make(chan string), subs: make(map[string]*subscription)}
	s.ctx, s.end = context.WithCancel(ctx)
	s.unused = time.AfterFunc(h.options.Limits.InitTime, s.end)
	token := rand.Text()
	h.reserved.mu.Lock()
	if h.reserved.of == nil {
		h.reserved.of = make(map[string]*reservation)
	}
	h.reserved.of[token] = s
	h.reserved.mu.Unlock()
	context.AfterFunc(s.ctx, func() {
		s.unused.Stop()
		h.reserved.mu.Lock()
		delete(h.reserved.of, token)
		h.reserved.mu.Unlock()
		s.mu.Lock()
		s.ended = true
		s.mu.Unlock()
		s.running.Wait()
		leave()
	})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, token)
}

// reservation returns that of a token, or answers that there is none.
func (h *Handler) reservation(w http.ResponseWriter, token string) *reservation {
	h.reserved.mu.Lock()
	s := h.reserved.of[token]
	h.reserved.mu.Unlock()
	if s == nil {
		h.writeRefusal(w, mediaJSON, refuseToken())
	}
	return s
}

func refuseToken() *refusal {
	return refuse(http.StatusNotFound, "no stream is reserved under this token")
}

// enter counts in the one connection of the stream.
func (s *reservation) enter() *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
		return refuseToken()
	case s.open:
		return refuse(http.StatusConflict, "the stream is open already")
	}
	s.open = true
	s.running.Add(1)
	return nil
}

// connect opens a reserved stream. It ends with the client's going, and with it all
// operations.
func (h *Handler) connect(ctx context.Context, w http.ResponseWriter, token string) {
	s := h.reservation(w, token)
	if s == nil {
		return
	}
	if refused := s.enter(); refused != nil {
		h.writeRefusal(w, mediaJSON, refused)
		return
	}
	defer s.running.Done()
	s.unused.Stop()
	defer s.end()
	e := eventWriter{w: w, control: http.NewResponseController(w), deadline: h.deadline}
	if !e.open() {
		return
	}
	quiet := time.NewTicker(h.options.Limits.KeepAlive)
	defer quiet.Stop()
	for {
		text := ":\n\n"
		select {
		case <-ctx.Done():
			return
		case <-s.ctx.Done():
			return
		case <-quiet.C:
		case text = <-s.out:
			quiet.Reset(h.options.Limits.KeepAlive)
		}
		if !e.write(text) {
			return
		}
	}
}

// request starts an operation whose answers go to a stream.
func (h *Handler) request(ctx context.Context, w http.ResponseWriter, r *http.Request, token string, p params) {
	start := h.options.Now()
	s := h.reservation(w, token)
	if s == nil {
		return
	}
	id, _ := p.extensions["operationId"].(string)
	if id == "" || len(id) > maxOperationID {
		h.writeRefusal(w, mediaJSON, refuse(http.StatusBadRequest, "extensions.operationId must be a text of 1 to %d bytes", maxOperationID))
		return
	}
	op, errs := h.prepare(ctx, p, r.Header)
	if errs != nil {
		h.observeRefused(ctx, "sse", start, errs)
		h.writeErrors(w, mediaJSON, statusOf(errs, mediaResponse), errs)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unlink := context.AfterFunc(s.ctx, cancel)
	sub := &subscription{id: id, cancel: func() { unlink(); cancel() }}
	if refused := s.add(sub, h.options.Limits.Subscriptions); refused != nil {
		sub.cancel()
		h.writeRefusal(w, mediaJSON, refused)
		return
	}
	go func() {
		defer s.running.Done()
		h.answer(ctx, s, id, op, start)
		sub.cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.subs[id] == sub { // the id may be another's by now
			delete(s.subs, id)
		}
	}()
	w.WriteHeader(http.StatusAccepted)
}

// add counts an operation in, unless there is none more to be had.
func (s *reservation) add(sub *subscription, most int) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
		return refuseToken()
	case s.subs[sub.id] != nil:
		return refuse(http.StatusConflict, "an operation with this operationId is running")
	case len(s.subs) >= most:
		return &refusal{http.StatusTooManyRequests, overLimit(CodeRateLimited, "subscriptions", most, "more than %d operations on one stream", most)}
	}
	s.subs[sub.id] = sub
	s.running.Add(1)
	return nil
}

// drop ends an operation.
func (s *reservation) drop(id string) {
	s.mu.Lock()
	sub := s.subs[id]
	delete(s.subs, id)
	s.mu.Unlock()
	if sub != nil {
		sub.cancel()
	}
}

// answer runs an operation and sends its answers.
func (h *Handler) answer(ctx context.Context, s *reservation, id string, op *operation, start time.Time) {
	run, errs := h.begin(ctx, op, "sse", start)
	defer run.end()
	next := run.next
	if errs != nil {
		next = oneResponse(&graphql.Response{Errors: errs})
	}
	name, _ := json.Marshal(id)
	send := func(event, data string) bool {
		select {
		case s.out <- "event: " + event + "\ndata: {\"id\":" + string(name) + data + "}\n\n":
			return true
		case <-ctx.Done():
			return false
		}
	}
	for response := next(); response != nil; response = next() {
		if !send("next", `,"payload":`+string(h.event(ctx, response))) {
			return
		}
	}
	if ctx.Err() == nil {
		send("complete", "")
	}
}

// drop ends an operation of a stream that its client wants no more of.
func (h *Handler) drop(w http.ResponseWriter, r *http.Request) {
	s := h.reservation(w, tokenOf(r))
	if s == nil {
		return
	}
	id := r.URL.Query().Get("operationId")
	if id == "" {
		h.writeRefusal(w, mediaJSON, refuse(http.StatusBadRequest, "operationId names no operation"))
		return
	}
	s.drop(id)
	w.WriteHeader(http.StatusOK)
}
