package gqlserve

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// streamOperation runs an operation and sends its answers as events.
func (h *Handler) streamOperation(parent context.Context, w http.ResponseWriter, op *operation, start time.Time) {
	ctx, leave, ok := h.streams.enter(parent)
	if !ok {
		h.writeBusy(w)
		return
	}
	defer leave()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	run, errs := h.begin(ctx, op, "sse", start)
	defer run.end()
	if errs != nil {
		if status := statusOf(errs, mediaJSON); status != http.StatusOK {
			h.writeErrors(w, mediaEvents, status, errs)
			return
		}
		h.stream(ctx, cancel, w, oneResponse(&graphql.Response{Errors: errs}))
		return
	}
	h.stream(ctx, cancel, w, run.next)
}

func (h *Handler) writeBusy(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	h.writeRefusal(w, mediaJSON, refuse(http.StatusServiceUnavailable, "too many streams are open"))
}

// stream sends responses as events in the distinct-connections mode of the
// graphql-sse protocol: "next" for each and "complete" after the last. It
// returns when there is none left, when the context is done, or when the client
// has gone; only in the first case is there a "complete", so that a client
// knows whether to come again.
//
// The source is read by a goroutine of its own, so that comments can be sent
// while it waits for an event. stream calls cancel, which must end the source,
// and waits for that goroutine before it returns.
func (h *Handler) stream(ctx context.Context, cancel context.CancelFunc, w http.ResponseWriter, next source) {
	events := make(chan []byte)
	go func() {
		defer close(events)
		for response := next(); response != nil; response = next() {
			select {
			case events <- h.event(ctx, response):
			case <-ctx.Done():
				return
			}
		}
	}()
	defer func() {
		cancel()
		for range events { // until the goroutine has ended
		}
	}()

	e := eventWriter{w: w, control: http.NewResponseController(w), deadline: h.deadline}
	if !e.open() {
		return
	}
	quiet := time.NewTicker(h.options.Limits.KeepAlive)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-quiet.C:
			if !e.write(":\n\n") {
				return
			}
		case event, ok := <-events:
			if !ok {
				if ctx.Err() == nil {
					// Without a data line a browser would not deliver the event.
					e.write("event: complete\ndata: \n\n")
				}
				return
			}
			if !e.write("event: next\ndata: " + string(event) + "\n\n") {
				return
			}
			quiet.Reset(h.options.Limits.KeepAlive)
		}
	}
}

// event returns a response as one line of JSON.
func (h *Handler) event(ctx context.Context, response *graphql.Response) []byte {
	b, err := encode(response)
	if err != nil {
		b = encodeErrors(gqlerror.List{h.present(ctx, err)})
	}
	return oneLine(b)
}

// eventWriter writes to a client that must keep up.
type eventWriter struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	deadline func() time.Time
}

// open sends the headers and a first comment, so that the client knows at once
// that the stream is open.
func (e *eventWriter) open() bool {
	// The server's own read deadline is for the request, which has been read;
	// left alone it would cancel the stream.
	_ = e.control.SetReadDeadline(time.Time{})
	header := e.w.Header()
	header.Set("Content-Type", string(mediaEvents)+"; charset=utf-8")
	header.Set("X-Accel-Buffering", "no")
	e.w.WriteHeader(http.StatusOK)
	return e.write(":\n\n")
}

func (e *eventWriter) write(text string) bool {
	_ = e.control.SetWriteDeadline(e.deadline())
	if _, err := e.w.Write([]byte(text)); err != nil {
		return false
	}
	return e.control.Flush() == nil
}
