package graph

import (
	"strings"
	"testing"
)

func TestParseLink(t *testing.T) {
	for text, want := range map[string]string{
		"https://www.linkedin.com/in/ines":     "https://www.linkedin.com/in/ines",
		"HTTPS://acme.example/A?b=c#d":         "https://acme.example/A?b=c#d",
		"http://acme.example":                  "https://acme.example",
		" www.linkedin.com/in/ines ":           "https://www.linkedin.com/in/ines",
		"acme.example":                         "https://acme.example",
		"acme.example:8443/x":                  "https://acme.example:8443/x",
		"acme.example/a:b":                     "https://acme.example/a:b",
		"//acme.example/x":                     "https://acme.example/x",
		"ines@acme.example":                    "mailto:ines@acme.example",
		"MAILTO:ines@acme.example?subject=Hi":  "mailto:ines@acme.example?subject=Hi",
		"https://straße.example/größe":         "https://straße.example/größe",
		"javascript:alert(1)":                  "",
		"JavaScript:alert(document.domain)//x": "",
		"java\tscript:alert(1)":                "",
		"javascript:alert(1)//acme.example":    "",
		"javascript://acme.example/%0aalert()": "",
		"x.y:alert(1)":                         "",
		"data:text/html,<script>x</script>":    "",
		"vbscript:x":                           "",
		"file:///etc/passwd":                   "",
		"ftp://acme.example":                   "",
		"https://":                             "",
		"https:acme.example":                   "",
		"https:///acme.example":                "",
		"https://user:secret@acme.example":     "",
		"https://acme.example/a b":             "",
		"https://acme.example/\"onclick=x":     "",
		"https://acme.example/\u202e":          "",
		"mailto:":                              "",
		"mailto:nobody":                        "",
		"n/a":                                  "",
		"LinkedIn":                             "",
		"":                                     "",
	} {
		got, ok := ParseLink(text)
		if got != want || ok != (want != "") {
			t.Errorf("ParseLink(%q) = %q, %t, want %q", text, got, ok, want)
		}
	}
}

// FuzzParseLink: what is taken leads to a host or an address, is kept as it is when
// it is given again, and obeys the rule.
func FuzzParseLink(f *testing.F) {
	for _, s := range []string{"https://a.b/c", "http://a", "a.b", "x@y", "javascript:alert(1)", "//a.b", "a.b:80", "\x00", "https://[::1]/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		link, ok := ParseLink(s)
		if !ok {
			return
		}
		if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "mailto:") {
			t.Errorf("ParseLink(%q) = %q", s, link)
		}
		if again, ok := ParseLink(link); again != link || !ok {
			t.Errorf("ParseLink(%q) = %q, and of that %q, %t", s, link, again, ok)
		}
		if msg := linkFault(link); msg != "" {
			t.Errorf("ParseLink(%q) = %q, which %s", s, link, msg)
		}
	})
}
