// Package testschema is a small GraphQL schema, with interfaces, connections,
// a custom scalar, a mutation, subscriptions and fields that fail, against
// which gqlserve is tested.
package testschema

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

//go:generate go run github.com/99designs/gqlgen generate

// Author is someone who writes.
type Author struct {
	ID   string
	Name string
}

// IsNode marks an author as a Node.
func (*Author) IsNode() {}

// IsFound marks an author as something that can be found.
func (*Author) IsFound() {}

// Books returns a page of the author's books by title.
func (a *Author) Books(_ context.Context, first *int, after *string, last *int, before *string) (*BookConnection, error) {
	list := slices.DeleteFunc(slices.Clone(books), func(b *Book) bool { return b.Author() != a })
	return bookPage(list, window{first, after, last, before})
}

// Book is something written.
type Book struct {
	ID    string
	Title string
	Genre Genre
	Isbn  Isbn

	author string
}

// IsNode marks a book as a Node.
func (*Book) IsNode() {}

// IsFound marks a book as something that can be found.
func (*Book) IsFound() {}

// Author returns who wrote the book.
func (b *Book) Author() *Author {
	for _, a := range authors {
		if a.ID == b.author {
			return a
		}
	}
	return nil
}

// Related returns all other books.
func (b *Book) Related() []*Book {
	return slices.DeleteFunc(slices.Clone(books), func(other *Book) bool { return other == b })
}

// Isbn is a number of thirteen digits.
type Isbn string

// UnmarshalGQL reads a number from its text.
func (i *Isbn) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok || len(text) != 13 || strings.Trim(text, "0123456789") != "" {
		return errors.New("an ISBN must have 13 digits")
	}
	*i = Isbn(text)
	return nil
}

// MarshalGQL writes the number as a text.
func (i Isbn) MarshalGQL(w io.Writer) { graphql.MarshalString(string(i)).MarshalGQL(w) }

var authors = []*Author{
	{ID: "author:2", Name: "Ada"}, {ID: "author:1", Name: "Grace"}, {ID: "author:3", Name: "Mary"},
}

var books = func() []*Book {
	var list []*Book
	for i := range 12 {
		list = append(list, &Book{
			ID:     fmt.Sprintf("book:%d", i),
			Title:  fmt.Sprintf("Volume %02d", i),
			Genre:  AllGenre[i%len(AllGenre)],
			Isbn:   Isbn(fmt.Sprintf("97800000000%02d", i)),
			author: authors[i%len(authors)].ID,
		})
	}
	slices.SortFunc(list, func(a, b *Book) int { return cmp.Compare(a.Title, b.Title) })
	return list
}()

// maxPage is the most that a page holds.
const maxPage = 100

// window is what of a connection is asked for.
type window struct {
	first  *int
	after  *string
	last   *int
	before *string
}

// of returns the bounds of the window onto n things.
func (w window) of(n int) (from, to int, err error) {
	to = n
	if w.after != nil {
		if from, err = position(*w.after); err != nil {
			return 0, 0, err
		}
		from = min(from+1, n)
	}
	if w.before != nil {
		if to, err = position(*w.before); err != nil {
			return 0, 0, err
		}
		to = max(min(to, n), from)
	}
	if w.first != nil && *w.first < 0 || w.last != nil && *w.last < 0 {
		return 0, 0, badInput("first and last must not be negative")
	}
	if w.first != nil {
		to = min(to, from+min(*w.first, maxPage))
	}
	if w.last != nil {
		from = max(from, to-min(*w.last, maxPage))
	}
	return from, min(to, from+maxPage), nil
}

func cursor(i int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("at:" + strconv.Itoa(i)))
}

func position(cursor string) (int, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		if digits, ok := strings.CutPrefix(string(text), "at:"); ok {
			if i, err := strconv.Atoi(digits); err == nil && i >= 0 {
				return i, nil
			}
		}
	}
	return 0, badInput("the cursor is not one of this connection")
}

func pageInfo(from, to, n int) *PageInfo {
	info := &PageInfo{HasNextPage: to < n, HasPreviousPage: from > 0}
	if from < to {
		start, end := cursor(from), cursor(to-1)
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}

func bookPage(list []*Book, w window) (*BookConnection, error) {
	from, to, err := w.of(len(list))
	if err != nil {
		return nil, err
	}
	c := &BookConnection{Edges: []*BookEdge{}, PageInfo: pageInfo(from, to, len(list))}
	for i := from; i < to; i++ {
		c.Edges = append(c.Edges, &BookEdge{Node: list[i], Cursor: cursor(i)})
	}
	return c, nil
}
