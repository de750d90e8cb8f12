package importer

// NeutralHeaders returns, for each table, its columns as docs/import.md writes
// them and as the first of their other names.
func NeutralHeaders() [][]string {
	var out [][]string
	for _, t := range tables {
		var own, other []string
		for _, c := range t.columns {
			own = append(own, c.name)
			if len(c.aliases) > 0 {
				other = append(other, c.aliases[0])
			} else {
				other = append(other, c.name)
			}
		}
		out = append(out, own, other)
	}
	return out
}

// Tables returns the names of the tables.
func Tables() []string {
	var out []string
	for _, t := range tables {
		out = append(out, t.name)
	}
	return out
}
