package graph

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// linkProps are the properties that hold links.
var linkProps = []string{"links", "website"}

// LinksFault says what is wrong with the first bad link of an element; "" is nothing.
func (e *Element) LinksFault() string {
	for _, name := range linkProps {
		r, ok := e.Props.named(name)
		if !ok {
			continue
		}
		list := e.Props.Strings(name)
		if r.tag == tagString || r.tag == tagWord {
			list = []string{r.text()}
		}
		for _, s := range list {
			if msg := linkFault(s); msg != "" {
				return name + ": the link " + Quote(s) + " " + msg
			}
		}
	}
	return ""
}

// linkFault says why nobody should be led to s, which a page may show as a link; ""
// is nothing.
func linkFault(s string) string {
	if !utf8.ValidString(s) {
		return "" // the rule value says so
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>"\`+"`", r) {
			return "holds " + Quote(string(r)) + "; write it as % and two digits"
		}
	}
	scheme, _, _ := strings.Cut(s, ":")
	u, err := url.Parse(s)
	switch {
	case scheme != "https" && scheme != "mailto":
		return "does not begin with https:// or mailto:"
	case err != nil:
		return "is no URL"
	case scheme == "mailto":
		if !strings.Contains(u.Opaque, "@") {
			return "names no mail address"
		}
	case u.Hostname() == "" || !strings.HasPrefix(s, "https://"):
		return "names no host"
	case u.User != nil:
		return "holds a user's name or password"
	}
	return ""
}

// ParseLink returns a link as it is kept, of a text as people and files write it:
// http:// and no scheme at all become https://, a mail address mailto:. It says
// whether there is one: the text leads nowhere else.
func ParseLink(text string) (link string, ok bool) {
	s := strings.TrimSpace(text)
	switch lower := strings.ToLower(s); {
	case strings.HasPrefix(lower, "https://"):
		s = "https" + s[len("https"):]
	case strings.HasPrefix(lower, "http://"):
		s = "https" + s[len("http"):]
	case strings.HasPrefix(lower, "mailto:"):
		s = "mailto" + s[len("mailto"):]
	case strings.HasPrefix(s, "//"):
		s = "https:" + s
	case strings.Contains(s, "@") && !strings.ContainsAny(s, "/:"):
		s = "mailto:" + s
	default:
		host, rest, _ := strings.Cut(s, "/")
		host, port, _ := strings.Cut(host, ":")
		if !strings.Contains(strings.Trim(host, "."), ".") || strings.Trim(port, "0123456789") != "" || rest != "" && strings.HasPrefix(rest, "/") {
			return "", false // a scheme, a word
		}
		s = "https://" + s
	}
	if !utf8.ValidString(s) || linkFault(s) != "" {
		return "", false
	}
	return s, true
}
