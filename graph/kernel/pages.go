package kernel

// pages is an immutable vector in pages of 1<<shift rows. A new version copies
// only the table of pages and the pages it writes to.
type pages[T any] struct {
	tab   [][]T
	n     int
	shift uint8
}

func (p *pages[T]) at(i int32) *T {
	return &p.tab[i>>p.shift][i&(1<<p.shift-1)]
}

// edit returns a version of p that may be written to; p stays as it is.
func (p *pages[T]) edit() pagesEdit[T] {
	tab := make([][]T, len(p.tab), len(p.tab)+1)
	copy(tab, p.tab)
	return pagesEdit[T]{pages: pages[T]{tab: tab, n: p.n, shift: p.shift}, own: make([]bool, len(tab), cap(tab))}
}

// pagesEdit is a pages under construction; own says which pages are its own.
type pagesEdit[T any] struct {
	pages[T]
	own []bool
}

// set returns row i for writing.
func (e *pagesEdit[T]) set(i int32) *T {
	k := i >> e.shift
	if !e.own[k] {
		page := make([]T, 1<<e.shift)
		copy(page, e.tab[k])
		e.tab[k], e.own[k] = page, true
	}
	return &e.tab[k][i&(1<<e.shift-1)]
}

// add appends a row and returns its place.
func (e *pagesEdit[T]) add(v T) int32 {
	i := int32(e.n)
	if int(i>>e.shift) == len(e.tab) {
		e.tab = append(e.tab, make([]T, 1<<e.shift))
		e.own = append(e.own, true)
	}
	e.n++
	*e.set(i) = v
	return i
}
