package formats

import "fmt"

// Ambiguous lists the names that stand for two columns of one format.
func Ambiguous() []string {
	var out []string
	for _, f := range all {
		seen := map[string]string{}
		for _, c := range f.columns {
			for _, n := range c.names {
				if other, twice := seen[n]; twice {
					out = append(out, fmt.Sprintf("%s: %q stands for %s and %s", f.Name, n, other, c.name))
				}
				seen[n] = c.name
			}
		}
	}
	return out
}

// Names returns the names of the formats.
func Names() []string {
	var out []string
	for _, f := range all {
		out = append(out, f.Name)
	}
	return out
}
