package resolvers_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestStatusesAreAsDocumented makes requests that do not run, and files that are refused, and holds
// the HTTP status that docs/api.md says of their codes.
func TestStatusesAreAsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (\\d+) \\|").FindAllStringSubmatch(string(doc), -1) {
		want[row[1]] = row[2]
	}
	srv, _ := site(t)
	for _, c := range []struct{ code, path, body string }{
		{"BAD_REQUEST", "", `{"query": 1}`},
		{"BAD_REQUEST", "", `{}`},
		{"GRAPHQL_PARSE_FAILED", "", `{"query": "{"}`},
		{"GRAPHQL_VALIDATION_FAILED", "", `{"query": "{ nothing }"}`},
		{"BAD_USER_INPUT", "", `{"query": "query($day: Date!) { view(asOf: $day) { asOf } }"}`},
		{"PERSISTED_QUERY_NOT_FOUND", "", `{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + strings.Repeat("0", 64) + `"}}}`},
		{"PERSISTED_QUERY_NOT_SUPPORTED", "", `{"documentId": "one"}`},
		{"NOT_FOUND", "/export/orgchart.svg?account=nowhere", ""},
		{"BAD_USER_INPUT", "/export/orgchart.svg?account=a-brackwell&asOf=never", ""},
	} {
		req, _ := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/graphql", strings.NewReader(c.body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/graphql-response+json")
		if c.path != "" {
			req, _ = http.NewRequestWithContext(t.Context(), "GET", srv.URL+c.path, nil)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if c.path != "" { // which says in text what is wrong
			res.Body.Close()
			if !strings.HasPrefix(res.Status, want[c.code]+" ") {
				t.Errorf("%s: %s, want %s", c.path, res.Status, want[c.code])
			}
			continue
		}
		var a answer
		err = json.NewDecoder(res.Body).Decode(&a)
		res.Body.Close()
		if err != nil || len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != c.code || !strings.HasPrefix(res.Status, want[c.code]+" ") {
			t.Errorf("%s: %s, %v, %v, want %s with %s", c.body, res.Status, a.Errors, err, c.code, want[c.code])
		}
	}
}
