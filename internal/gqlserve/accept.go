package gqlserve

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// media is a form in which an answer is sent.
type media string

const (
	mediaNone     media = ""
	mediaJSON     media = "application/json"
	mediaResponse media = "application/graphql-response+json"
	mediaEvents   media = "text/event-stream"
)

// negotiate picks the form of the answer that the Accept header asks for, and
// mediaNone where it accepts none that there is. No header, and wildcards,
// mean application/json, which every client reads.
//
// Events are sent only to a client that names them first: some clients name
// them last in every request and cannot read them.
func negotiate(header http.Header) media {
	lines := header.Values("Accept")
	if len(lines) == 0 || strings.TrimSpace(strings.Join(lines, "")) == "" {
		return mediaJSON
	}
	best, bestQuality := mediaNone, 0.0
	for i, part := range strings.Split(strings.Join(lines, ","), ",") {
		name, attributes, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality := 1.0
		if q, ok := attributes["q"]; ok {
			if quality, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		var m media
		switch name {
		case "application/json", "application/*", "*/*":
			m = mediaJSON
		case "application/graphql-response+json":
			m = mediaResponse
		case "text/event-stream":
			if i > 0 || quality <= 0 {
				continue
			}
			return mediaEvents
		default:
			continue
		}
		if charset, ok := attributes["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		if quality > bestQuality {
			best, bestQuality = m, quality
		}
	}
	return best
}
