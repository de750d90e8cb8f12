package testschema

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Resolvers is the root of all resolvers. Its zero value is ready for use.
type Resolvers struct{}

// New returns the schema, ready to be served.
func New() graphql.ExecutableSchema { return NewExecutableSchema(Config{Resolvers: Resolvers{}}) }

// Query returns the resolvers of Query.
func (Resolvers) Query() QueryResolver { return query{} }

// Mutation returns the resolvers of Mutation.
func (Resolvers) Mutation() MutationResolver { return mutation{} }

// Subscription returns the resolvers of Subscription.
func (Resolvers) Subscription() SubscriptionResolver { return subscription{} }

type (
	query        struct{}
	mutation     struct{}
	subscription struct{}
)

func badInput(message string) error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": "BAD_USER_INPUT"}}
}

// ErrSecret is an error that no client may see.
var ErrSecret = errors.New("the database at bolt://10.0.0.1 is down")

func fail(how Failure) error {
	switch how {
	case FailurePanic:
		panic(ErrSecret)
	case FailureNotFound:
		return &gqlerror.Error{Message: "there is no such thing", Extensions: map[string]any{"code": "NOT_FOUND"}}
	case FailureForbidden:
		return &gqlerror.Error{Message: "not for you", Extensions: map[string]any{"code": "FORBIDDEN"}}
	case FailureContext:
		return fmt.Errorf("reading: %w", context.DeadlineExceeded)
	default:
		return ErrSecret
	}
}

func find(id string) Node {
	for _, a := range authors {
		if a.ID == id {
			return a
		}
	}
	for _, b := range books {
		if b.ID == id {
			return b
		}
	}
	return nil
}

func (query) Node(_ context.Context, id string) (Node, error) { return find(id), nil }

func (query) Nodes(_ context.Context, ids []string) ([]Node, error) {
	found := make([]Node, len(ids))
	for i, id := range ids {
		found[i] = find(id)
	}
	return found, nil
}

func (query) Authors(_ context.Context, first *int, after *string, last *int, before *string) (*AuthorConnection, error) {
	from, to, err := window{first, after, last, before}.of(len(authors))
	if err != nil {
		return nil, err
	}
	c := &AuthorConnection{Edges: []*AuthorEdge{}, PageInfo: pageInfo(from, to, len(authors))}
	for i := from; i < to; i++ {
		c.Edges = append(c.Edges, &AuthorEdge{Node: authors[i], Cursor: cursor(i)})
	}
	return c, nil
}

func (query) Books(_ context.Context, first *int, after *string, last *int, before *string, genre *Genre) (*BookConnection, error) {
	var list []*Book
	for _, b := range books {
		if genre == nil || b.Genre == *genre {
			list = append(list, b)
		}
	}
	return bookPage(list, window{first, after, last, before})
}

func (query) BookByIsbn(_ context.Context, isbn Isbn) (*Book, error) {
	for _, b := range books {
		if b.Isbn == isbn {
			return b, nil
		}
	}
	return nil, nil
}

func (query) Search(_ context.Context, text string, limit int) ([]Found, error) {
	found := []Found{}
	for _, a := range authors {
		if strings.Contains(a.Name, text) && len(found) < limit {
			found = append(found, a)
		}
	}
	for _, b := range books {
		if strings.Contains(b.Title, text) && len(found) < limit {
			found = append(found, b)
		}
	}
	return found, nil
}

func (query) Sum(_ context.Context, numbers []int) (int, error) {
	sum := 0
	for _, n := range numbers {
		sum += n
	}
	if int(int32(sum)) != sum {
		return 0, badInput("the sum is not an Int")
	}
	return sum, nil
}

func (query) Echo(_ context.Context, text *string) (*string, error) { return text, nil }

func (query) Fail(_ context.Context, with Failure) (*string, error) { return nil, fail(with) }

func (query) FailHard(_ context.Context, with Failure) (string, error) { return "", fail(with) }

func (query) Slow(ctx context.Context) (*bool, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (mutation) RenameAuthor(_ context.Context, input RenameAuthorInput) (*RenameAuthorPayload, error) {
	a, ok := find(input.AuthorID).(*Author)
	if !ok {
		return nil, fail(FailureNotFound)
	}
	return &RenameAuthorPayload{Author: &Author{ID: a.ID, Name: input.Name}}, nil
}

func (subscription) Ticks(ctx context.Context, count *int, every int) (<-chan *TickEvent, error) {
	if every < 1 {
		return nil, badInput("every must be at least 1")
	}
	events := make(chan *TickEvent)
	go func() {
		defer close(events)
		wait := time.NewTicker(time.Duration(every) * time.Millisecond)
		defer wait.Stop()
		for i := 0; count == nil || i < *count; i++ {
			select {
			case events <- &TickEvent{Number: i, Book: books[i%len(books)]}:
			case <-ctx.Done():
				return
			}
			select {
			case <-wait.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return events, nil
}

func (subscription) NeverStarts(context.Context) (<-chan *TickEvent, error) {
	return nil, fail(FailureForbidden)
}

func (subscription) BadTicks(context.Context) (<-chan *TickEvent, error) {
	events := make(chan *TickEvent, 1)
	events <- nil
	close(events)
	return events, nil
}

func (subscription) Panics(context.Context) (<-chan *TickEvent, error) { panic(ErrSecret) }
