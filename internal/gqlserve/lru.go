package gqlserve

import (
	"container/list"
	"sync"
)

// lru remembers values up to a total weight and forgets the least recently
// used first. It is safe for concurrent use.
type lru[V any] struct {
	mu    sync.Mutex
	free  int
	order *list.List // of *entry[V], the most recently used first
	items map[string]*list.Element
}

type entry[V any] struct {
	key    string
	value  V
	weight int
}

func newLRU[V any](capacity int) *lru[V] {
	return &lru[V]{free: capacity, order: list.New(), items: make(map[string]*list.Element)}
}

// get returns the value of a key, which then is the most recently used.
func (l *lru[V]) get(key string) (value V, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	item, ok := l.items[key]
	if !ok {
		return value, false
	}
	l.order.MoveToFront(item)
	return item.Value.(*entry[V]).value, true
}

// add sets the value of a key. Values over the capacity are forgotten, be it
// the new one.
func (l *lru[V]) add(key string, value V, weight int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if item, ok := l.items[key]; ok {
		l.remove(item)
	}
	l.items[key] = l.order.PushFront(&entry[V]{key: key, value: value, weight: weight})
	for l.free -= weight; l.free < 0; {
		l.remove(l.order.Back())
	}
}

// remove forgets an item. The mutex must be held.
func (l *lru[V]) remove(item *list.Element) {
	e := l.order.Remove(item).(*entry[V])
	delete(l.items, e.key)
	l.free += e.weight
}
