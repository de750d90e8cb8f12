package importer

import (
	"strconv"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// DayOrder says how days such as 3/4/2024 are meant.
type DayOrder uint8

// The orders of days.
const (
	OrderUnknown DayOrder = iota
	OrderDayFirst
	OrderMonthFirst
)

// dayOrders are the orders as a mapping writes them.
var dayOrders = map[string]DayOrder{"day first": OrderDayFirst, "month first": OrderMonthFirst}

// months are the names of months in English, German and French, folded, by their
// first letters.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7, "juil": 7,
	"aug": 8, "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}

// monthNamed returns the month that a word names, 0 for none.
func monthNamed(word string) time.Month {
	w := folding.Fold(word)
	for _, n := range []int{4, 3} {
		if len(w) >= n {
			if m, ok := months[w[:n]]; ok {
				return m
			}
		}
	}
	return 0
}

// parseDay reads a day as products write it: YYYY-MM-DD or YYYYMMDD, a timestamp
// whose day is taken as it is written, 15.01.2024, 12 Mar 2024, March 12, 2024,
// 1/15/2024, the number of a day in a spreadsheet. An empty cell and 0000-00-00 are
// the zero date. 3/4/2024 is refused unless the order is known.
func parseDay(s string, order DayOrder) (graph.Date, *cellError) {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasPrefix(s, "0000-00-00") {
		return 0, nil
	}
	if len(s) == len(time.DateOnly) {
		if d, err := graph.ParseDate(s); err == nil {
			return d, nil
		}
	}
	wrong := refuse("date", "not a day; write YYYY-MM-DD")
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		switch {
		case len(s) == 8 && !strings.Contains(s, "."):
			if t, err := time.Parse("20060102", s); err == nil {
				return checkYear(t)
			}
		case n >= 20000 && n < 80000: // 1954 to 2119
			return checkYear(time.Date(1899, 12, 30+int(n), 0, 0, 0, 0, time.UTC))
		}
		return 0, wrong
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,T-./", r) })
	if len(parts) < 3 {
		return 0, wrong
	}
	if len(parts) > 3 && !strings.Contains(parts[3], ":") {
		return 0, wrong // what follows a day is a time
	}
	a, b, c := parts[0], strings.TrimSuffix(parts[1], "."), parts[2]
	if m := monthNamed(a); m != 0 && len(c) == 4 { // March 12, 2024
		return dayAt(c, m, b)
	}
	if m := monthNamed(b); m != 0 && len(c) == 4 { // 12 Mar 2024
		return dayAt(c, m, a)
	}
	first, err1 := strconv.Atoi(a)
	second, err2 := strconv.Atoi(b)
	switch {
	case err1 != nil || err2 != nil:
		return 0, wrong
	case len(a) == 4: // 2024-03-12, 2024/3/12
		return dayAt(a, time.Month(second), c)
	case len(c) != 4:
		return 0, wrong
	case strings.ContainsRune(s[:len(a)+1], '.'): // 12.03.2024
		return dayAt(c, time.Month(second), a)
	case order == OrderDayFirst, order == OrderUnknown && first > 12, first == second:
		return dayAt(c, time.Month(second), a)
	case order == OrderMonthFirst, order == OrderUnknown && second > 12:
		return dayAt(c, time.Month(first), b)
	}
	return 0, refuse(ambiguous, "may have the day or the month first; a mapping says which: dates,order,day first")
}

// orderOf returns how a day was written that only one order explains.
func orderOf(s string) DayOrder {
	parts := strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == '/' || r == '-' || r == ' ' })
	if len(parts) < 3 || len(parts[0]) > 2 || len(parts[2]) != 4 {
		return OrderUnknown
	}
	a, err1 := strconv.Atoi(parts[0])
	b, err2 := strconv.Atoi(parts[1])
	switch {
	case err1 != nil || err2 != nil:
	case a > 12 && a <= 31 && b >= 1 && b <= 12:
		return OrderDayFirst
	case b > 12 && b <= 31 && a >= 1 && a <= 12:
		return OrderMonthFirst
	}
	return OrderUnknown
}

// dayAt returns a day that exists.
func dayAt(year string, month time.Month, day string) (graph.Date, *cellError) {
	y, err1 := strconv.Atoi(year)
	d, err2 := strconv.Atoi(day)
	t := time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
	if err1 != nil || err2 != nil || t.Year() != y || t.Month() != month || t.Day() != d {
		return 0, refuse("date", "not a day; write YYYY-MM-DD")
	}
	return checkYear(t)
}

// ambiguous is the rule of a day that may be two.
const ambiguous = "day-order"

// isOpenEnd reports whether a day is how a product writes that there is none.
func isOpenEnd(s string) bool {
	s = strings.TrimSpace(s)
	for _, never := range []string{"9999-12-31", "4712-12-31", "31.12.9999", "12/31/9999", "31/12/9999", "31.12.4712", "12/31/4712", "31/12/4712", "99991231", "47121231"} {
		if strings.HasPrefix(s, never) {
			return true
		}
	}
	return false
}

func checkYear(t time.Time) (graph.Date, *cellError) {
	if y := t.Year(); y < graph.MinYear || y > graph.MaxYear {
		return 0, refuse("date", "date in year %d; years run from %d to %d", y, graph.MinYear, graph.MaxYear)
	}
	return graph.DateOf(t), nil
}

// parsePeriod reads a day, or a month YYYY-MM, which stands for its last day.
func parsePeriod(s string, order DayOrder) (graph.Date, *cellError) {
	if t, ok := month(s); ok {
		return checkYear(t.AddDate(0, 1, -1))
	}
	d, err := parseDay(s, order)
	if err != nil && len(strings.TrimSpace(s)) == len("2006-01") {
		return 0, refuse("date", "not a month; write YYYY-MM or YYYY-MM-DD")
	}
	return d, err
}

// month reads YYYY-MM.
func month(s string) (time.Time, bool) {
	if s = strings.TrimSpace(s); len(s) != len("2006-01") {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-01", s)
	return t, err == nil
}
