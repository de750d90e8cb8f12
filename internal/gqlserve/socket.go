package gqlserve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// subprotocol is the one that is spoken on a websocket.
const subprotocol = "graphql-transport-ws"

// closure is the end of a socket that the server chose: the code and reason of
// its close frame. It is the cause with which the socket's context is
// cancelled. A code of 0 means that nobody is there to be told.
type closure struct {
	code   websocket.StatusCode
	reason string
}

func (c closure) Error() string { return fmt.Sprintf("socket closed with %d %s", c.code, c.reason) }

// The closures of graphql-transport-ws, and two of the websocket protocol.
var (
	closedByPeer    = closure{}
	closedBadMsg    = closure{4400, "Invalid message"}
	closedNoInit    = closure{4401, "Unauthorized"}
	closedForbidden = closure{4403, "Forbidden"}
	closedProtocol  = closure{4406, "Subprotocol not acceptable"}
	closedInitTime  = closure{4408, "Connection initialisation timeout"}
	closedTwoInits  = closure{4429, "Too many initialisation requests"}
	closedShutdown  = closure{websocket.StatusGoingAway, "Server is shutting down"}
)

func closedDuplicate(id string) closure {
	if len(id) > 60 {
		return closure{4409, "Subscriber already exists"}
	}
	return closure{4409, "Subscriber for " + id + " already exists"}
}

// socket is one websocket. Its goroutines are the one that reads, which is the
// handler's; the one that watches and alone closes the connection; one for a
// ping while it is under way; and one for each operation. The handler returns when all have
// ended.
type socket struct {
	h      *Handler
	conn   *websocket.Conn
	cancel context.CancelCauseFunc
	// request is the handshake; its context is that of the caller, and the
	// parent of the context of every operation.
	request *http.Request
	// unlink undoes what ends the socket with the caller's credentials.
	unlink func() bool
	// ctx is the socket's life; it is done, with a closure as its cause, when
	// the socket is to be closed.
	ctx context.Context
	// acked is closed when the connection has been acknowledged.
	acked   chan struct{}
	running sync.WaitGroup

	mu   sync.Mutex // also held while a message is sent, so that they keep their order
	subs map[string]*subscription
}

// subscription is an operation that runs on a socket, or on a stream with others.
type subscription struct {
	id     string
	cancel context.CancelFunc
}

// serveSocket upgrades a request and serves the socket until it is closed.
func (h *Handler) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !h.originAllowed(r) {
		h.options.Log.WarnContext(r.Context(), "graphql: websocket from a foreign origin refused", slog.String("origin", shorten(r.Header.Get("Origin"))))
		h.writeErrors(w, mediaJSON, http.StatusForbidden,
			gqlerror.List{NewError(CodeForbidden, "a page of this origin may not open a websocket here")})
		return
	}
	ctx := r.Context()
	if h.options.InitPayload == nil {
		var ok bool
		if ctx, ok = h.authenticate(w, r, mediaJSON); !ok {
			return
		}
	}
	ctx, leave, ok := h.streams.enter(ctx)
	if !ok {
		h.writeBusy(w)
		return
	}
	defer leave()
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols:       []string{subprotocol},
		InsecureSkipVerify: true, // the origin has been checked above
	})
	if err != nil {
		return // Accept has answered
	}
	conn.SetReadLimit(h.options.Limits.Message)
	s := &socket{
		h: h, conn: conn,
		acked:  make(chan struct{}),
		subs:   make(map[string]*subscription),
		unlink: func() bool { return false },
	}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.request = r.WithContext(s.ctx)

	watching := make(chan struct{})
	go func() {
		defer close(watching)
		s.watch()
	}()
	if conn.Subprotocol() == subprotocol {
		s.read()
	} else {
		s.cancel(closedProtocol)
	}
	<-watching
	s.unlink()
	s.running.Wait()
}

// originAllowed reports whether a page of the request's origin may open a
// socket. What is not a browser sends no Origin.
func (h *Handler) originAllowed(r *http.Request) bool {
	origin := Origin(r.Header.Get("Origin"))
	return origin == "" || origin == ownOrigin(r) || slices.Contains(h.options.TrustedOrigins, origin)
}

// watch closes the connection when the socket's context is done, and sees to
// it that this happens when the client does not introduce itself or is gone.
func (s *socket) watch() {
	limits := s.h.options.Limits
	introduced := time.NewTimer(limits.InitTime)
	defer introduced.Stop()
	ping := time.NewTicker(limits.KeepAlive)
	defer ping.Stop()
	acked := s.acked
	var pinging atomic.Bool
	for {
		select {
		case <-s.ctx.Done():
			s.close()
			return
		case <-acked:
			introduced.Stop()
			acked = nil
		case <-introduced.C:
			s.cancel(closedInitTime)
		case <-ping.C:
			if pinging.CompareAndSwap(false, true) {
				s.running.Go(func() {
					defer pinging.Store(false)
					s.ping()
				})
			}
		}
	}
}

// ping finds out whether the client is still there. It does not use the
// socket's context: when that is done in the middle of a frame the connection
// would be cut, and the close frame could not be sent.
func (s *socket) ping() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), s.h.options.Limits.WriteTime)
	defer cancel()
	if s.conn.Ping(ctx) != nil {
		s.cancel(closedByPeer)
	}
}

// close ends the connection as the cause of its context's end says.
func (s *socket) close() {
	cause := context.Cause(s.ctx)
	end, ok := errors.AsType[closure](cause)
	switch {
	case ok:
	case errors.Is(cause, errShutdown):
		end = closedShutdown
	default: // the context of the caller's credentials is done
		end = closedForbidden
	}
	if end.code == 0 {
		_ = s.conn.CloseNow()
		return
	}
	_ = s.conn.Close(end.code, end.reason)
}

// read reads messages until the client is gone or the socket is to be closed.
func (s *socket) read() {
	// A context that is done would cut the connection without a close frame;
	// the read ends when watch has closed it.
	ctx := context.WithoutCancel(s.ctx)
	initialised := false
	for {
		kind, text, err := s.conn.Read(ctx)
		if err != nil {
			s.cancel(closedByPeer)
			return
		}
		if s.ctx.Err() != nil {
			return
		}
		m, ok := readMessage(text, s.h.options.Limits)
		if kind != websocket.MessageText || !ok {
			s.cancel(closedBadMsg)
			return
		}
		switch m.kind {
		case typeInit:
			if initialised {
				s.cancel(closedTwoInits)
				return
			}
			initialised = true
			if !s.initialise(m.payload) {
				return
			}
		case typePing:
			s.send(serverMessage{kind: typePong, payload: m.payload})
		case typePong:
		case typeSubscribe:
			if !initialised {
				s.cancel(closedNoInit)
				return
			}
			if !s.subscribe(m.id, m.params) {
				return
			}
		case typeComplete:
			s.drop(m.id)
		}
	}
}

// initialise lets the client in, or closes the socket and returns false.
func (s *socket) initialise(payload json.RawMessage) bool {
	if s.h.options.InitPayload != nil {
		var fields map[string]any
		if payload != nil && !decodeJSON(payload, &fields) {
			s.cancel(closedBadMsg)
			return false
		}
		ctx, err := s.invite(fields)
		if err != nil {
			s.cancel(closedForbidden)
			return false
		}
		s.unlink = context.AfterFunc(ctx, func() { s.cancel(closedForbidden) })
		s.request = s.request.WithContext(ctx)
	}
	close(s.acked)
	s.send(serverMessage{kind: typeAck})
	return true
}

func (s *socket) invite(payload map[string]any) (ctx context.Context, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = s.h.recovered(s.ctx, value)
		}
	}()
	return s.h.options.InitPayload(s.request, payload)
}

// subscribe starts an operation, or tells the client why not. It returns false
// when it has closed the socket.
func (s *socket) subscribe(id string, p params) bool {
	start := s.h.options.Now()
	ctx, cancel := context.WithCancel(s.request.Context())
	sub := &subscription{id: id, cancel: cancel}
	s.mu.Lock()
	_, taken := s.subs[id]
	full := len(s.subs) >= s.h.options.Limits.Subscriptions
	if !taken && !full {
		s.subs[id] = sub
	}
	s.mu.Unlock()
	if taken || full {
		cancel()
	}
	if taken {
		s.cancel(closedDuplicate(id))
		return false
	}
	if full {
		errs := gqlerror.List{overLimit(CodeRateLimited, "subscriptions", s.h.options.Limits.Subscriptions,
			"more than %d operations on one connection", s.h.options.Limits.Subscriptions)}
		s.send(serverMessage{id: id, kind: typeError, payload: s.payload(errs)})
		return true
	}
	op, errs := s.prepare(ctx, p)
	if errs != nil {
		s.h.observeRefused(ctx, "websocket", start, errs)
		s.finish(sub, serverMessage{id: id, kind: typeError, payload: s.payload(errs)})
		return true
	}
	s.running.Go(func() { s.run(ctx, sub, op, start) })
	return true
}

func (s *socket) prepare(ctx context.Context, p params) (op *operation, errs gqlerror.List) {
	defer func() {
		if value := recover(); value != nil {
			op, errs = nil, gqlerror.List{s.h.present(ctx, s.h.recovered(ctx, value))}
		}
	}()
	return s.h.prepare(ctx, p, s.request.Header)
}

// run sends the answers of an operation.
func (s *socket) run(ctx context.Context, sub *subscription, op *operation, start time.Time) {
	run, errs := s.h.begin(ctx, op, "websocket", start)
	defer run.end()
	if errs != nil {
		s.finish(sub, serverMessage{id: sub.id, kind: typeError, payload: s.payload(errs)})
		return
	}
	for response := run.next(); response != nil; response = run.next() {
		if len(response.Data) == 0 && op.kind() == ast.Subscription {
			s.finish(sub, serverMessage{id: sub.id, kind: typeError, payload: s.payload(response.Errors)})
			return
		}
		b, err := encode(response)
		if err != nil {
			b = encodeErrors(gqlerror.List{s.h.present(ctx, err)})
		}
		if !s.sendFor(sub, serverMessage{id: sub.id, kind: typeNext, payload: b}) {
			break
		}
	}
	s.finish(sub, serverMessage{id: sub.id, kind: typeComplete})
}

// payload returns the payload of an error message.
func (s *socket) payload(errs gqlerror.List) json.RawMessage {
	if most := s.h.options.Limits.RequestErrors; len(errs) > most {
		errs = errs[:most]
	}
	b, err := json.Marshal(errs)
	if err != nil {
		b, _ = json.Marshal(gqlerror.List{newInternal()})
	}
	return b
}

// drop ends an operation that the client wants no more of. The client may use
// its id again at once.
func (s *socket) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub := s.subs[id]; sub != nil {
		delete(s.subs, id)
		sub.cancel()
	}
}

// finish sends the last message of an operation, unless the client has dropped
// it, and frees its id.
func (s *socket) finish(sub *subscription, last serverMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub.cancel()
	if s.subs[sub.id] != sub {
		return
	}
	delete(s.subs, sub.id)
	s.write(last)
}

// sendFor sends a message of an operation and reports whether there is a point
// in sending more.
func (s *socket) sendFor(sub *subscription, m serverMessage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subs[sub.id] == sub && s.write(m)
}

func (s *socket) send(m serverMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(m)
}

// write sends a message to a client that must take it in time. The mutex must
// be held.
func (s *socket) write(m serverMessage) bool {
	if s.ctx.Err() != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), s.h.options.Limits.WriteTime)
	defer cancel()
	if s.conn.Write(ctx, websocket.MessageText, m.encode()) != nil {
		s.cancel(closedByPeer)
		return false
	}
	return true
}
