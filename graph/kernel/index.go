package kernel

import "hash/maphash"

// hashSeed places keys in the index. It differs from process to process and
// shows in no result.
var hashSeed = maphash.MakeSeed()

// index finds rows by a string key: open addressing with linear probing over
// paged slots, so that a version with one more key copies one page. A row is a
// number above 0 for a node and below 0 for an edge, at most maxRow either way;
// the caller verifies it against the row itself. A key of a removed row stays in
// its slot and fails to verify.
type index struct {
	slots pages[slot]
	mask  uint32 // number of slots - 1
	used  int
}

const indexShift = 12 // 16 KiB a page

// maxRow is the largest row number that a slot and a [Half] can hold.
const maxRow = 1<<27 - 1

// slot is 0 when empty, else four bits of the key's hash, which spare most looks
// at the rows of other keys, one bit for an edge, and the number of the row.
type slot uint32

const slotEdge = maxRow + 1

func makeSlot(hash uint32, row int32) slot {
	s := slot(hash &^ (slotEdge<<1 - 1))
	if row < 0 {
		return s | slotEdge | slot(-row)
	}
	return s | slot(row)
}

func (s slot) row() int32 {
	if s&slotEdge != 0 {
		return -int32(s & maxRow)
	}
	return int32(s & maxRow)
}

func newIndex(keys int) index {
	size := 1 << indexShift
	for size < keys*2 {
		size *= 2
	}
	ix := index{slots: pages[slot]{shift: indexShift, n: size}, mask: uint32(size - 1)}
	for range size >> indexShift {
		ix.slots.tab = append(ix.slots.tab, make([]slot, 1<<indexShift))
	}
	return ix
}

// hashOf returns two independent halves of the hash of a key: one for the place
// of its slot, one for the bits in it.
func hashOf(key string) (place, high uint32) {
	h := maphash.String(hashSeed, key)
	return uint32(h), uint32(h >> 32)
}

// find returns the first row under key for which is returns true, and 0 when
// there is none.
func (ix *index) find(key string, is func(row int32) bool) int32 {
	if ix.used == 0 {
		return 0
	}
	place, high := hashOf(key)
	want := makeSlot(high, 0)
	for h := place & ix.mask; ; h = (h + 1) & ix.mask {
		s := *ix.slots.at(int32(h))
		if s == 0 {
			return 0
		}
		if makeSlot(uint32(s), 0) == want && is(s.row()) {
			return s.row()
		}
	}
}

func (ix *index) edit() indexEdit {
	return indexEdit{slots: ix.slots.edit(), mask: ix.mask, used: ix.used}
}

// indexEdit is an index under construction.
type indexEdit struct {
	slots pagesEdit[slot]
	mask  uint32
	used  int
}

func (e *indexEdit) done() index { return index{slots: e.slots.pages, mask: e.mask, used: e.used} }

// full reports whether n more keys would make probing slow; the caller then
// builds a new index over all rows.
func (e *indexEdit) full(n int) bool { return (e.used+n)*4 > (int(e.mask)+1)*3 }

// add puts row under key.
func (e *indexEdit) add(key string, row int32) {
	place, high := hashOf(key)
	for h := place & e.mask; ; h = (h + 1) & e.mask {
		if *e.slots.at(int32(h)) == 0 {
			*e.slots.set(int32(h)) = makeSlot(high, row)
			e.used++
			return
		}
	}
}

// renumber puts every row under another number.
func (e *indexEdit) renumber(number func(row int32) int32) {
	for h := range int32(e.slots.n) {
		if s := *e.slots.at(h); s != 0 {
			*e.slots.set(h) = makeSlot(uint32(s), number(s.row()))
		}
	}
}
