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
