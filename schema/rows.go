package schema

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/schema/object"
)

// The rows of a chart are tens of thousands of values that need no looking up. They
// are written here instead of by the executor, which allocates for each field: what
// is selected is worked out once, and each row is appended to one buffer.

// put appends a value as JSON.
type put[T any] func(b []byte, x T) []byte

// column makes what writes a field that is selected.
type column[T any] func(w *rowWriter, f graphql.CollectedField) put[T]

// columns are the fields of a type, by name.
type columns[T any] map[string]column[T]

// rowWriter is what the columns of one list share.
type rowWriter struct {
	ctx context.Context
	op  *graphql.OperationContext
}

// rowsOf writes a list, as the type Marshaler of gqlgen wants.
func rowsOf[T any](ctx context.Context, out io.Writer, typeName string, of columns[T], x T) error {
	w := &rowWriter{ctx, graphql.GetOperationContext(ctx)}
	b := row(w, typeName, graphql.GetFieldContext(ctx).Field.Selections, of)(nil, x)
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := out.Write(b)
	return err
}

// row returns what writes the selected fields of a type.
func row[T any](w *rowWriter, typeName string, selected ast.SelectionSet, of columns[T]) put[T] {
	type part struct {
		key []byte
		put put[T]
	}
	var parts []part
	for _, f := range graphql.CollectFields(w.op, selected, []string{typeName}) {
		p := part{key: append(appendText(nil, f.Alias), ':')}
		if f.Name == "__typename" {
			name := appendText(nil, typeName)
			p.put = func(b []byte, _ T) []byte { return append(b, name...) }
		} else {
			p.put = of[f.Name](w, f)
		}
		parts = append(parts, p)
	}
	return func(b []byte, x T) []byte {
		b = append(b, '{')
		for i := range parts {
			if i > 0 {
				b = append(b, ',')
			}
			b = parts[i].put(append(b, parts[i].key...), x)
		}
		return append(b, '}')
	}
}

// listOf returns the column of a list of rows. It stops when whoever asked has gone.
func listOf[T, U any](typeName string, of func() columns[U], get func(T) []U) column[T] {
	return func(w *rowWriter, f graphql.CollectedField) put[T] {
		each := row(w, typeName, f.Selections, of())
		return func(b []byte, x T) []byte {
			b = append(b, '[')
			for i, y := range get(x) {
				if i > 0 {
					b = append(b, ',')
				}
				if i%256 == 255 && w.ctx.Err() != nil {
					break
				}
				b = each(b, y)
			}
			return append(b, ']')
		}
	}
}

// partOf returns the column of a row within a row.
func partOf[T, U any](typeName string, of func() columns[U], get func(T) U) column[T] {
	return func(w *rowWriter, f graphql.CollectedField) put[T] {
		one := row(w, typeName, f.Selections, of())
		return func(b []byte, x T) []byte { return one(b, get(x)) }
	}
}

// fact returns the column of a fact, which the executor writes.
func fact[T any](typeName string, write func(ec *executionContext, ctx context.Context, sel ast.SelectionSet, x T) graphql.Marshaler) column[T] {
	return func(w *rowWriter, f graphql.CollectedField) put[T] {
		ec := newExecutionContext(w.op, &executableSchema{}, nil)
		return func(b []byte, x T) []byte {
			ctx := graphql.WithFieldContext(w.ctx, &graphql.FieldContext{Object: typeName, Field: f})
			buf := bytes.NewBuffer(b)
			write(ec, ctx, f.Selections, x).MarshalGQL(buf)
			return buf.Bytes()
		}
	}
}

func plain[T any](p put[T]) column[T] {
	return func(*rowWriter, graphql.CollectedField) put[T] { return p }
}

// word returns the column of a text, an id or a word; the empty one is null.
func word[T any, S ~string](get func(T) S) column[T] {
	return plain(func(b []byte, x T) []byte { return appendKnown(b, string(get(x))) })
}

func words[T any, S ~string](get func(T) []S) column[T] {
	return plain(func(b []byte, x T) []byte {
		b = append(b, '[')
		for i, s := range get(x) {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, string(s))
		}
		return append(b, ']')
	})
}

func dayOf[T any](get func(T) graph.Date) column[T] {
	return plain(func(b []byte, x T) []byte { return appendKnown(b, get(x).String()) })
}

func number[T any](get func(T) int) column[T] {
	return plain(func(b []byte, x T) []byte { return strconv.AppendInt(b, int64(get(x)), 10) })
}

func truth[T any](get func(T) bool) column[T] {
	return plain(func(b []byte, x T) []byte { return strconv.AppendBool(b, get(x)) })
}

func appendKnown(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendText(b, s)
}

// appendText appends a text as a JSON string, written as the executor writes it.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			var buf bytes.Buffer
			graphql.MarshalString(s).MarshalGQL(&buf)
			return append(b, buf.Bytes()...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// errNoInput is what reading a row is answered with, which the schema never asks for.
var errNoInput = errors.New("a part of a chart is no input")

// MarshalGQLContext writes what is selected of the part.
func (c *ChartSeatConnection) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return rowsOf(ctx, w, "ChartSeatConnection", seatPages, c)
}

// UnmarshalGQLContext fails: the type is no input.
func (c *ChartSeatConnection) UnmarshalGQLContext(context.Context, any) error { return errNoInput }

// MarshalGQLContext writes what is selected of the part.
func (c *ChartLineConnection) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return rowsOf(ctx, w, "ChartLineConnection", linePages, c)
}

// UnmarshalGQLContext fails: the type is no input.
func (c *ChartLineConnection) UnmarshalGQLContext(context.Context, any) error { return errNoInput }

func pageColumns() columns[object.PageInfo] {
	return columns[object.PageInfo]{
		"hasNextPage":     truth(func(p object.PageInfo) bool { return p.HasNextPage }),
		"hasPreviousPage": truth(func(p object.PageInfo) bool { return p.HasPreviousPage }),
		"startCursor":     word(func(p object.PageInfo) string { return p.StartCursor }),
		"endCursor":       word(func(p object.PageInfo) string { return p.EndCursor }),
	}
}

var seatPages = columns[*ChartSeatConnection]{
	"edges":      listOf("ChartSeatEdge", seatEdges, (*ChartSeatConnection).Edges),
	"nodes":      listOf("ChartSeat", seatColumns, func(c *ChartSeatConnection) []*ChartSeat { return c.Nodes }),
	"pageInfo":   partOf("PageInfo", pageColumns, func(c *ChartSeatConnection) object.PageInfo { return c.PageInfo }),
	"totalCount": number(func(c *ChartSeatConnection) int { return c.TotalCount }),
}

func seatEdges() columns[ChartSeatEdge] {
	return columns[ChartSeatEdge]{
		"cursor": word(func(e ChartSeatEdge) string { return e.Cursor }),
		"node":   partOf("ChartSeat", seatColumns, func(e ChartSeatEdge) *ChartSeat { return e.Node }),
	}
}

func seatColumns() columns[*ChartSeat] {
	return columns[*ChartSeat]{
		"positionId": word((*ChartSeat).PositionID),
		"position": fact("ChartSeat", func(ec *executionContext, ctx context.Context, sel ast.SelectionSet, s *ChartSeat) graphql.Marshaler {
			return ec._Position(ctx, sel, s.Position())
		}),
		"title":      word(func(s *ChartSeat) string { return s.Title }),
		"department": word(func(s *ChartSeat) string { return s.Department }),
		"level": plain(func(b []byte, s *ChartSeat) []byte {
			if s.Seat.Level == 0 {
				return append(b, "null"...)
			}
			return strconv.AppendInt(b, int64(s.Seat.Level), 10)
		}),
		"function":       word(func(s *ChartSeat) graph.Function { return s.Function }),
		"organizationId": word((*ChartSeat).OrganizationID),
		"managerId":      word((*ChartSeat).ManagerID),
		"managerState":   word((*ChartSeat).ManagerState),
		"order": plain(func(b []byte, s *ChartSeat) []byte {
			if s.Seat.Order == 0 {
				return append(b, "null"...)
			}
			return strconv.AppendInt(b, int64(s.Seat.Order), 10)
		}),
		"assistant":   truth(func(s *ChartSeat) bool { return s.Assistant }),
		"depth":       number(func(s *ChartSeat) int { return s.Depth }),
		"reports":     number(func(s *ChartSeat) int { return s.Reports }),
		"below":       number(func(s *ChartSeat) int { return s.Below }),
		"occupancy":   word(func(s *ChartSeat) graph.Occupancy { return s.Occupancy }),
		"vacantSince": dayOf(func(s *ChartSeat) graph.Date { return s.VacantSince }),
		"expected":    truth(func(s *ChartSeat) bool { return s.Expected }),
		"new":         truth(func(s *ChartSeat) bool { return s.New }),
		"focus":       truth(func(s *ChartSeat) bool { return s.Focus }),
		"holders":     listOf("ChartHolder", holderColumns, (*ChartSeat).Holders),
		"facedByIds":  words((*ChartSeat).FacedByIDs),
		"findingIds":  words((*ChartSeat).FindingIDs),
	}
}

func holderColumns() columns[*ChartHolder] {
	return columns[*ChartHolder]{
		"kind":   word(func(h *ChartHolder) graph.HoldKind { return h.Kind }),
		"from":   dayOf(func(h *ChartHolder) graph.Date { return h.From }),
		"person": partOf("ChartPerson", personColumns, func(h *ChartHolder) *ChartPerson { return h.Person }),
	}
}

func personColumns() columns[*ChartPerson] {
	return columns[*ChartPerson]{
		"personId": word((*ChartPerson).PersonID),
		"person": fact("ChartPerson", func(ec *executionContext, ctx context.Context, sel ast.SelectionSet, p *ChartPerson) graphql.Marshaler {
			return ec._Person(ctx, sel, p.PersonFact())
		}),
		"name":           word(func(p *ChartPerson) string { return p.Name }),
		"doNotContact":   truth(func(p *ChartPerson) bool { return p.DoNotContact }),
		"seatIds":        words((*ChartPerson).SeatIDs),
		"stance":         word(func(p *ChartPerson) graph.Stance { return p.Stance }),
		"disputed":       truth(func(p *ChartPerson) bool { return p.Disputed }),
		"roles":          words(func(p *ChartPerson) []graph.Role { return p.Roles }),
		"key":            truth(func(p *ChartPerson) bool { return p.Key }),
		"knownBy":        listOf("ChartTie", tieColumns, (*ChartPerson).KnownBy),
		"directDepth":    number(func(p *ChartPerson) int { return p.DirectDepth }),
		"singleThreaded": truth(func(p *ChartPerson) bool { return p.SingleThreaded() }),
		"singlePoint":    truth(func(p *ChartPerson) bool { return p.SinglePoint }),
		"facedByIds":     words((*ChartPerson).FacedByIDs),
	}
}

func tieColumns() columns[ChartTie] {
	return columns[ChartTie]{
		"personId": word(func(t ChartTie) graph.ID { return t.PersonID }),
		"band":     word(func(t ChartTie) graph.Band { return t.Band }),
		"working":  truth(func(t ChartTie) bool { return t.Working }),
	}
}

var linePages = columns[*ChartLineConnection]{
	"edges":      listOf("ChartLineEdge", lineEdges, (*ChartLineConnection).Edges),
	"nodes":      listOf("ChartLine", lineColumns, func(c *ChartLineConnection) []*orgchart.Line { return c.Nodes }),
	"pageInfo":   partOf("PageInfo", pageColumns, func(c *ChartLineConnection) object.PageInfo { return c.PageInfo }),
	"totalCount": number(func(c *ChartLineConnection) int { return c.TotalCount }),
}

func lineEdges() columns[ChartLineEdge] {
	return columns[ChartLineEdge]{
		"cursor": word(func(e ChartLineEdge) string { return e.Cursor }),
		"node":   partOf("ChartLine", lineColumns, func(e ChartLineEdge) *orgchart.Line { return e.Node }),
	}
}

func lineColumns() columns[*orgchart.Line] {
	return columns[*orgchart.Line]{
		"recordId":     word(func(l *orgchart.Line) graph.ID { return l.Record }),
		"kind":         word(func(l *orgchart.Line) orgchart.ChartLineKind { return l.Kind }),
		"fromId":       word(func(l *orgchart.Line) graph.ID { return l.From }),
		"toId":         word(func(l *orgchart.Line) graph.ID { return l.To }),
		"fromPersonId": word(func(l *orgchart.Line) graph.ID { return l.FromPerson }),
		"toPersonId":   word(func(l *orgchart.Line) graph.ID { return l.ToPerson }),
		"weight": plain(func(b []byte, l *orgchart.Line) []byte {
			if l.Weight == 0 {
				return append(b, "null"...)
			}
			return strconv.AppendFloat(b, l.Weight, 'g', -1, 64)
		}),
	}
}
