package importer

import "github.com/kithgraph/kith/graph"

// Same says that a key of the source stands for something that is there already:
// somebody decided so.
type Same struct {
	Kind graph.Kind
	Key  string
	ID   graph.ID
}

// same takes down what keys stand for. What is not there is an error of kind
// [graph.ErrNotFound].
func (im *importer) same() error {
	for _, s := range im.options.Same {
		if e, ok := im.d.Get(s.ID); !ok || e.Kind != s.Kind {
			return graph.NotFound(string(s.Kind), s.ID)
		}
		im.known(s.Kind)[s.Key] = s.ID
	}
	return nil
}

// NameKey reduces a name to what namesakes share: its words, whatever their order,
// without titles and initials. It is "" for a name that says too little.
func NameKey(name string) string { return nameKey(name) }

// LinkKey reduces a link to what identifies a profile.
func LinkKey(link string) string { return linkKey(link) }

// PublicDomain reports whether addresses of a domain, in lower case, say nothing of
// where somebody works.
func PublicDomain(domain string) bool { return publicDomains[domain] }
