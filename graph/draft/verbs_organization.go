package draft

import "github.com/kithgraph/kith/graph"

// AddOrganization adds a company or a unit, from a day on part of another when
// parent is not "", and returns its ID. With on 0 it has always been part of it.
func (d *Draft) AddOrganization(o graph.Organization, parent graph.ID, on graph.Date) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		id, err := d.create(o)
		if err != nil || parent == "" {
			return id, err
		}
		if err := d.wants(graph.NodeOrganization, parent); err != nil {
			return "", err
		}
		d.Add(graph.PartOf{Edge: graph.Edge{Src: id, Dst: parent, From: on}})
		return id, nil
	})
}

// MoveOrganization makes an organization part of another from a day on, or of
// none when parent is "". A move that was planned for later is taken back.
func (d *Draft) MoveOrganization(organization, parent graph.ID, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodeOrganization, organization); err != nil {
			return err
		}
		if parent != "" {
			if err := d.wants(graph.NodeOrganization, parent); err != nil {
				return err
			}
		}
		on, err := d.day(on, organization)
		if err != nil {
			return err
		}
		d.relink(graph.EdgePartOf, organization, parent, on, 0)
		return nil
	})
}
