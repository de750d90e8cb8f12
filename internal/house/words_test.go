package house_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// forbidden are words that stand in no file of the repository: paths of the
// machines it was built on, hosts from which modules happened to be fetched,
// and notes of work not done. They are written in pieces, so that this file
// passes too.
var forbidden = []struct {
	what string
	re   *regexp.Regexp
}{
	{"a note of work not done", regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)},
	{"a path of one machine", regexp.MustCompile(`(^|[\s"'(=:])/(wo` + `rk|ro` + `ot|ho` + `me/[a-z]+|Us` + `ers/[a-z]+)(/|\b)`)},
	{"a host of a registry", regexp.MustCompile(`(?i)\b(arti` + `factory|ne` + `xus)\b|\.jf` + `rog\.|\.svc\.clu` + `ster|proxy\.gol` + `ang\.org|registry\.npm` + `js\.org|files\.python` + `hosted\.org`)},
	{"a merge left open", regexp.MustCompile(`(?m)^(<<<` + `<<<<|>>>` + `>>>>) `)},
}

// TestForbiddenWords reads every text file.
func TestForbiddenWords(t *testing.T) {
	for _, f := range files(t) {
		if !isText(f.data) {
			continue
		}
		for number, line := range strings.Split(string(f.data), "\n") {
			for _, w := range forbidden {
				if found := w.re.FindString(line); found != "" {
					t.Errorf("%s:%d holds %s: %q", f.path, number+1, w.what, found)
				}
			}
		}
	}
}

// TestNothingIsBuilt holds that everything in the repository is text, which its
// authors wrote and its readers can read, but the pictures of the documentation:
// what is built or belongs to others comes by its module, and tests build what
// they need.
func TestNothingIsBuilt(t *testing.T) {
	for _, f := range files(t) {
		if strings.HasPrefix(f.path, "docs/") && strings.HasSuffix(f.path, ".png") {
			continue
		}
		if !isText(f.data) {
			t.Errorf("%s is not text", f.path)
		}
	}
	for _, c := range []struct {
		data string
		want bool
	}{{"", true}, {"Ünïcode\r\n\t", true}, {"\x00asm\x01\x00\x00\x00", false}, {"\x7fELF\x02\x01\x01\x00", false}, {"\x89PNG", false}, {"caf\xe9", false}} {
		if got := isText([]byte(c.data)); got != c.want {
			t.Errorf("isText(%q) = %v, want %v", c.data, got, c.want)
		}
	}
}

// isText reports whether data are UTF-8 without the character 0.
func isText(data []byte) bool { return utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 }

// TestTextFiles wants text to end with a newline and to hold no space at the end
// of a line of code, and no carriage return outside test data.
func TestTextFiles(t *testing.T) {
	for _, f := range files(t) {
		if strings.Contains(f.path, "testdata/") || !utf8.Valid(f.data) || len(f.data) == 0 {
			continue
		}
		switch f.path[strings.LastIndexByte(f.path, '.')+1:] {
		case "go", "md", "graphqls", "yml", "cypher", "mod":
			if !bytes.HasSuffix(f.data, []byte("\n")) {
				t.Errorf("%s does not end with a newline", f.path)
			}
			if bytes.IndexByte(f.data, '\r') >= 0 {
				t.Errorf("%s holds a carriage return", f.path)
			}
		}
	}
}
