package assist

import (
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// An answer that nobody could read is refused, with its size.
func TestLargeAnswers(t *testing.T) {
	for size, refused := range map[int]bool{MaxAnswer / 2: false, MaxAnswer: true, 4 * MaxAnswer: true} {
		r := result(answer{data: strings.Repeat("x", size)})
		text := r.Content[0].(*mcp.TextContent).Text
		if r.IsError != refused || refused != strings.Contains(text, "ask about less") || len(text) > MaxAnswer {
			t.Errorf("an answer of %d bytes is an error: %v, %.200s", size, r.IsError, text)
		}
	}
}

// Of those that were tried so many are kept; the oldest go.
func TestTriedAreBounded(t *testing.T) {
	var e edits
	var tokens []string
	for range MaxTried + 5 {
		tokens = append(tokens, e.keep(&tried{}))
	}
	for i, token := range tokens {
		if kept := e.find(token) != nil; kept != (i >= 5) {
			t.Errorf("number %d of %d is kept: %v", i, len(tokens), kept)
		}
	}
	if len(e.kept) != MaxTried {
		t.Errorf("%d are kept", len(e.kept))
	}
}
