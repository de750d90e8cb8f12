package gqlserve

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Origin is where a page comes from, as a browser writes it: scheme, host and a port
// that is not the scheme's own. Two are the same when they are equal.
type Origin string

// ParseOrigin reads an origin such as "https://chart.example.com" or
// "http://127.0.0.1:5173". There is none that stands for all.
func ParseOrigin(text string) (Origin, error) {
	if text == "*" {
		return "", fmt.Errorf("origin *: every page that somebody opens could read and change everything; name the ones that may")
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.ContainsAny(u.Host, "* ") || strings.HasSuffix(u.Host, ":") || text != u.Scheme+"://"+u.Host {
		return "", fmt.Errorf("origin %q: a scheme, a host and maybe a port are wanted, as https://chart.example.com", text)
	}
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return Origin(u.Scheme + "://" + host), nil
}

// ownOrigin returns the origin of a page that this server itself has sent over such a
// connection.
func ownOrigin(r *http.Request) Origin {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return Origin(scheme + "://" + strings.ToLower(r.Host))
}
