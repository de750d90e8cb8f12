package kernel

import (
	"fmt"
	"testing"
)

// TestSlot holds that a slot gives back its row and the bits of its hash, and
// is never empty.
func TestSlot(t *testing.T) {
	for _, row := range []int32{1, 2, 4711, maxRow, -1, -2, -4711, -maxRow} {
		for _, hash := range []uint32{0, 1, 1 << 27, 1 << 28, 0xf0000000, 0xffffffff} {
			s := makeSlot(hash, row)
			if s == 0 || s.row() != row || makeSlot(uint32(s), 0) != makeSlot(hash, 0) {
				t.Errorf("makeSlot(%x, %d) = %x, which reads as %d", hash, row, s, s.row())
			}
		}
	}
}

// TestIndex holds the index against a map, over versions that share slots.
func TestIndex(t *testing.T) {
	rows := []string{""} // by number
	ix := newIndex(0)
	is := func(key string) func(int32) bool {
		return func(row int32) bool { return rows[row] == key }
	}
	var versions []index
	for range 300 {
		edit := ix.edit()
		if edit.full(10) {
			bigger := newIndex(2 * len(rows))
			edit = bigger.edit()
			for row, key := range rows[1:] {
				edit.add(key, int32(row+1))
			}
		}
		for range 10 {
			key := fmt.Sprint("key ", len(rows))
			edit.add(key, int32(len(rows)))
			rows = append(rows, key)
		}
		ix = edit.done()
		versions = append(versions, ix)
	}
	for v, ix := range versions {
		for row := 1; row < len(rows); row += 17 {
			want := int32(row)
			if row > (v+1)*10 {
				want = 0
			}
			if got := ix.find(rows[row], is(rows[row])); got != want {
				t.Fatalf("version %d: find(%s) = %d, want %d", v, rows[row], got, want)
			}
		}
	}
	if got := new(index).find("x", is("x")); got != 0 {
		t.Errorf("find in nothing = %d", got)
	}
}
