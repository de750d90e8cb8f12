package graphviz

// Find returns the path of the program that a program uses, for tests.
var Find = find

// Directory returns the directory of the runs, "" before the first, for tests.
func (l *Layout) Directory() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dir
}
