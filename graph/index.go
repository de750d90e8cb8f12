package graph

import "hash/maphash"

// hashSeed places keys in the index. It differs from process to process and
// shows in no result.
var hashSeed = maphash.MakeSeed()

// index finds rows by a string key: open addressing with linear probing over
// paged slots, so that a version with one more key copies one page. A slot
// holds 0 when empty, else a row number that the caller verifies against the
// row itself; a key of a removed row stays in its slot and fails to verify.
type index struct {
	slots pages[int32]
	mask  uint32 // number of slots - 1
	used  int
}

const indexShift = 12 // 16 KiB a page

func newIndex(keys int) index {
	size := 1 << indexShift
	for size < keys*2 {
		size *= 2
	}
	ix := index{slots: pages[int32]{shift: indexShift, n: size}, mask: uint32(size - 1)}
	for range size >> indexShift {
		ix.slots.tab = append(ix.slots.tab, make([]int32, 1<<indexShift))
	}
	return ix
}

func hashOf(key string) uint32 { return uint32(maphash.String(hashSeed, key)) }

// find returns the first row under key for which is returns true, and 0 when
// there is none.
func (ix *index) find(key string, is func(row int32) bool) int32 {
	if ix.mask == 0 {
		return 0
	}
	for h := hashOf(key) & ix.mask; ; h = (h + 1) & ix.mask {
		row := *ix.slots.at(int32(h))
		if row == 0 {
			return 0
		}
		if is(row) {
			return row
		}
	}
}

func (ix *index) edit() indexEdit {
	return indexEdit{slots: ix.slots.edit(), mask: ix.mask, used: ix.used}
}

// indexEdit is an index under construction.
type indexEdit struct {
	slots pagesEdit[int32]
	mask  uint32
	used  int
}

func (e *indexEdit) done() index { return index{slots: e.slots.pages, mask: e.mask, used: e.used} }

// full reports whether n more keys would make probing slow; the caller then
// builds a new index over all rows.
func (e *indexEdit) full(n int) bool { return (e.used+n)*4 > (int(e.mask)+1)*3 }

// add puts row under key.
func (e *indexEdit) add(key string, row int32) {
	for h := hashOf(key) & e.mask; ; h = (h + 1) & e.mask {
		if *e.slots.at(int32(h)) == 0 {
			*e.slots.set(int32(h)) = row
			e.used++
			return
		}
	}
}
