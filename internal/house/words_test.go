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
		if !utf8.Valid(f.data) || bytes.IndexByte(f.data, 0) >= 0 {
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
