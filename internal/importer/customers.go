package importer

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// customers makes a customer account of each organisation that the options name
// and that has no account yet.
func (im *importer) customers() error {
	for _, want := range im.options.Customers {
		want = strings.TrimSpace(want)
		org, ok := im.d.ByExternalID(graph.NodeOrganization, im.external(want))
		for _, id := range im.d.Nodes(graph.NodeOrganization) {
			if e, _ := im.d.Get(id); !ok && strings.EqualFold(e.Props.Text("name"), want) {
				org, ok = id, true
			}
		}
		if !ok {
			return graph.NotFound("organization for a customer account", graph.ID(want))
		}
		if slices.ContainsFunc(im.d.In(org, graph.EdgeFor), func(e graph.Element) bool {
			from, _ := im.d.Get(e.Src)
			return from.Kind == graph.NodeAccount
		}) {
			continue
		}
		o, err := draft.Read[graph.Organization](im.d, org)
		if err != nil {
			return err
		}
		a := graph.Account{
			Node: graph.Node{ID: draft.DerivedID(graph.NodeAccount, im.options.Source, string(org))},
			Name: o.Name, Relation: graph.RelationCustomer, Stage: graph.StageCustomer,
		}
		if _, err := im.d.AddAccount(a, org); err != nil {
			return err
		}
	}
	return nil
}
