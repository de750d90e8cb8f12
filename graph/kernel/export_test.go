package kernel

// Relink makes both directions of the graph anew and throws them away.
func (s *Snapshot) Relink() {
	buildAdjacency(s.nodes.n, s.edges.n, func(e int32) (kindCode, int32, int32) {
		r := s.edges.at(e)
		return r.kind, r.src, r.dst
	})
	buildAdjacency(s.nodes.n, s.edges.n, func(e int32) (kindCode, int32, int32) {
		r := s.edges.at(e)
		return r.kind, r.dst, r.src
	})
}
