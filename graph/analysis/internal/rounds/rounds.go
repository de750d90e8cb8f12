// Package rounds runs benchmarks of the analyses, by the size of a workspace and with
// the fastest round of each.
package rounds

import (
	"fmt"
	"math"
	"os"
	"testing"
	"time"
)

// Tenants runs a benchmark for ten thousand, a hundred thousand and a million
// people; KITH_BENCH_1M=1 asks for the last.
func Tenants(b *testing.B, f func(b *testing.B, people int)) {
	for _, people := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("people=%dk", people/1000), func(b *testing.B) {
			if people >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			f(b, people)
		})
	}
}

// Run runs a benchmark of some work and reports, besides the mean, its
// fastest round, which other work on the machine disturbs least.
func Run(b *testing.B, name string, work func()) {
	b.Run(name, func(b *testing.B) {
		least := time.Duration(math.MaxInt64)
		for b.Loop() {
			start := time.Now()
			work()
			least = min(least, time.Since(start))
		}
		b.ReportMetric(least.Seconds()*1e3, "ms-fastest")
	})
}
