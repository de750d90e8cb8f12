package gqlserve

import "time"

// Limits bounds what one request, one connection and one process may use. A
// field that is zero or negative stands for its default, so the zero Limits is
// the recommended one and nothing can be made boundless by accident.
type Limits struct {
	// Body is the size of a POST body in bytes. Default 1 MiB.
	Body int64
	// Values is how many JSON values a body or a socket message may hold, and
	// so how many a variable may. Default 50,000.
	Values int
	// ValueDepth is how deep JSON may nest. Default 40.
	ValueDepth int

	// Document is the size of a document in bytes. Default 256 KiB.
	Document int
	// Tokens is how many tokens a document may have; a comment is one.
	// Default 4,000.
	Tokens int
	// Nesting is how deep brackets of any kind may nest in a document.
	// Default 40.
	Nesting int
	// Directives is how many directives a document may apply. Default 50.
	Directives int
	// Operations is how many operations a document may define. Default 10.
	Operations int
	// Aliases is how many fields of a document may have an alias. Default 100.
	Aliases int
	// Repeats is how many fields may be merged into one response name.
	// Default 150.
	Repeats int
	// Depth is how deep fields may nest, fragments followed. Default 20.
	Depth int
	// Cost is the highest cost of an operation: the number of fields that it
	// would resolve if every list had the length that the operation asks for.
	// See [Cost]. Default [DefaultCost].
	Cost int
	// ListLength is the length assumed for a list whose length the operation
	// does not say. Default 10.
	ListLength int

	// RequestErrors is how many errors are sent for a request that did not
	// run. Default 5.
	RequestErrors int
	// FieldErrors is how many errors are sent beside data. Default 100.
	FieldErrors int

	// QueryTime is how long a query or a mutation may run. Default
	// [DefaultQueryTime].
	QueryTime time.Duration
	// WriteTime is how long a client may take to accept one message of a
	// stream before its connection is cut. Default 10 s.
	WriteTime time.Duration
	// KeepAlive is the silence after which an event stream sends a comment, and
	// the interval of the pings on a websocket. Default 15 s.
	KeepAlive time.Duration

	// Streams is how many websockets and event streams may be open at once.
	// Default 4,096.
	Streams int
	// Message is the size of a websocket message in bytes. Default 64 KiB.
	Message int64
	// Subscriptions is how many operations may run at once on one websocket.
	// Default 20.
	Subscriptions int
	// InitTime is how long a websocket may wait before it sends
	// connection_init. Default 10 s.
	InitTime time.Duration

	// CachedTokens is how many tokens all remembered documents may have
	// together; a token costs some 300 bytes of memory. Default 100,000.
	CachedTokens int
	// PersistedBytes is the total size of the remembered persisted queries.
	// Default 4 MiB.
	PersistedBytes int
}

// The defaults that others ask for.
const (
	DefaultCost      = 20_000
	DefaultQueryTime = 30 * time.Second
)

// withDefaults returns the limits with every unset field filled in.
func (l Limits) withDefaults() Limits {
	setDefault(&l.Body, 1<<20)
	setDefault(&l.Values, 50_000)
	setDefault(&l.ValueDepth, 40)
	setDefault(&l.Document, 256<<10)
	setDefault(&l.Tokens, 4_000)
	setDefault(&l.Nesting, 40)
	setDefault(&l.Directives, 50)
	setDefault(&l.Operations, 10)
	setDefault(&l.Aliases, 100)
	setDefault(&l.Repeats, 150)
	setDefault(&l.Depth, 20)
	setDefault(&l.Cost, DefaultCost)
	setDefault(&l.ListLength, 10)
	setDefault(&l.RequestErrors, 5)
	setDefault(&l.FieldErrors, 100)
	setDefault(&l.QueryTime, DefaultQueryTime)
	setDefault(&l.WriteTime, 10*time.Second)
	setDefault(&l.KeepAlive, 15*time.Second)
	setDefault(&l.Streams, 4_096)
	setDefault(&l.Message, 64<<10)
	setDefault(&l.Subscriptions, 20)
	setDefault(&l.InitTime, 10*time.Second)
	setDefault(&l.CachedTokens, 100_000)
	setDefault(&l.PersistedBytes, 4<<20)
	return l
}

func setDefault[N int | int64 | time.Duration](field *N, value N) {
	if *field <= 0 {
		*field = value
	}
}
