package object

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/folding"
)

// The orders of lists. What is not known comes last in each; equals are in the order of
// their IDs, or against it where the order descends.
type (
	PersonOrder       string
	PositionOrder     string
	OrganizationOrder string
	AccountOrder      string
	InteractionOrder  string
	CommitmentOrder   string
)

// The orders of people.
const (
	PersonByName      PersonOrder = "NAME"
	PersonByNameDesc  PersonOrder = "NAME_DESC"
	PersonByLevel     PersonOrder = "LEVEL"
	PersonByLevelDesc PersonOrder = "LEVEL_DESC"
)

// The orders of seats.
const (
	PositionByTitle     PositionOrder = "TITLE"
	PositionByTitleDesc PositionOrder = "TITLE_DESC"
	PositionByLevel     PositionOrder = "LEVEL"
	PositionByLevelDesc PositionOrder = "LEVEL_DESC"
)

// The orders of organizations.
const (
	OrganizationByName     OrganizationOrder = "NAME"
	OrganizationByNameDesc OrganizationOrder = "NAME_DESC"
)

// The orders of accounts.
const (
	AccountByName        AccountOrder = "NAME"
	AccountByNameDesc    AccountOrder = "NAME_DESC"
	AccountByRenewal     AccountOrder = "RENEWAL"
	AccountByRenewalDesc AccountOrder = "RENEWAL_DESC"
)

// The orders of contacts.
const (
	InteractionByDay     InteractionOrder = "ON"
	InteractionByDayDesc InteractionOrder = "ON_DESC"
)

// The orders of promises.
const (
	CommitmentByDue          CommitmentOrder = "DUE"
	CommitmentByDueDesc      CommitmentOrder = "DUE_DESC"
	CommitmentByPromised     CommitmentOrder = "PROMISED"
	CommitmentByPromisedDesc CommitmentOrder = "PROMISED_DESC"
)

// connectInOrder cuts a page of nodes in an order, of which by returns where a node stands,
// "" where that is not known. Its cursors name the order, and are taken by no other. Cost:
// O(n log n) in the number of nodes.
func connectInOrder[T any, O ~string](v *View, ns []kernel.N, keep func(kernel.N) bool, make func(kernel.N) T, order O, by func(n kernel.N, order O) string, w Window) (*Connection[T], error) {
	descends := strings.HasSuffix(string(order), "_DESC")
	type entry struct {
		key string
		n   kernel.N
	}
	var list []entry
	for _, n := range ns {
		if keep != nil && !keep(n) {
			continue
		}
		known := by(n, order)
		rank := "1"
		if (known == "") != descends { // what is greatest comes last, and first where the order descends
			rank = "2"
		}
		list = append(list, entry{fmt.Sprintf("%s%s\x00%s", rank, known, v.Snapshot().NodeID(n)), n})
	}
	compare := strings.Compare
	if descends {
		compare = func(a, b string) int { return strings.Compare(b, a) }
	}
	slices.SortFunc(list, func(a, b entry) int { return compare(a.key, b.key) })
	return ordered[entry, T]{
		items: list, key: func(e entry) string { return e.key }, item: func(e entry) T { return make(e.n) }, compare: compare, name: string(order) + " ",
	}.cut(w)
}

// personBy, positionBy and so on return where a thing stands in an order.
func (v *View) personBy(n kernel.N, order PersonOrder) string {
	switch order {
	case PersonByName, PersonByNameDesc:
		return folding.Fold(v.personAt(n).Name)
	case PersonByLevel, PersonByLevelDesc:
		if seat, ok := v.mainSeat(n); ok {
			return levelKey(v.Level(seat))
		}
	}
	return ""
}

func (v *View) positionBy(n kernel.N, order PositionOrder) string {
	switch order {
	case PositionByTitle, PositionByTitleDesc:
		return folding.Fold(v.Title(n))
	case PositionByLevel, PositionByLevelDesc:
		return levelKey(v.Level(n))
	}
	return ""
}

func (v *View) organizationBy(n kernel.N, order OrganizationOrder) string {
	switch order {
	case OrganizationByName, OrganizationByNameDesc:
		return folding.Fold(v.organizationAt(n).Name)
	}
	return ""
}

func (v *View) accountBy(n kernel.N, order AccountOrder) string {
	switch order {
	case AccountByName, AccountByNameDesc:
		return folding.Fold(v.accountAt(n).Name)
	case AccountByRenewal, AccountByRenewalDesc:
		return knownDay(v.accountAt(n).Renewal)
	}
	return ""
}

func (v *View) commitmentBy(n kernel.N, order CommitmentOrder) string {
	switch order {
	case CommitmentByDue, CommitmentByDueDesc:
		return knownDay(v.commitmentAt(n).Due)
	case CommitmentByPromised, CommitmentByPromisedDesc:
		return knownDay(v.commitmentAt(n).Promised)
	}
	return ""
}

func levelKey(level int) string {
	if level == 0 {
		return ""
	}
	return fmt.Sprint(level)
}

func knownDay(d graph.Date) string {
	if d == 0 {
		return ""
	}
	return dayKey(d)
}
