package say

import "fmt"

// BenchCut is a data issue: "more than 200 of ours could be counterparts: those who
// fit least are left out".
func BenchCut(limit int) string {
	return fmt.Sprintf("more than %d of ours could be counterparts: those who fit least are left out", limit)
}
