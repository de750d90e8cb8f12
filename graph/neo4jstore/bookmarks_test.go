package neo4jstore

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

// TestBookmarks reaches one server as a cluster is reached, by its routing table. Each
// write is named in what is asked next, so that no member may answer with what was before
// it: a server that is told of a write which it has not got waits, and then says so.
func TestBookmarks(t *testing.T) {
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			uri := strings.Replace(neo4jtest.Shared(t, v).URI, "bolt:", "neo4j:", 1)
			s, err := Open(ctx, Options{URI: uri, Database: "neo4j", Timeout: 5 * time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			defer s.Drop(ctx, "marked")
			marks := func() []string {
				t.Helper()
				m, err := s.bookmarks.GetBookmarks(ctx)
				if err != nil {
					t.Fatal(err)
				}
				slices.Sort(m)
				return m
			}
			before := marks()
			if _, err := s.Apply(ctx, "marked", 0, personCommit("c1", "ada", "Ada", nil)); err != nil {
				t.Fatal(err)
			}
			after := marks()
			if len(after) != 1 || slices.Equal(before, after) {
				t.Fatalf("before a write the bookmarks are %v, and after it %v, want another one", before, after)
			}
			if heads, err := s.Heads(ctx); err != nil || heads["marked"].Revision != 1 {
				t.Errorf("Heads = %v, %v, want revision 1", heads, err)
			}

			// A bookmark is a list of the id of a database and the number of a transaction.
			mark, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(after[0], "FB:"))
			if err != nil || len(mark) < 20 || !strings.HasPrefix(hex.EncodeToString(mark), "91cc10") {
				t.Fatalf("the bookmark %s is %x, %v, want a list of an id and a number", after[0], mark, err)
			}
			ahead := append(slices.Clone(mark[:19]), 0xca, 0x00, 0xff, 0xff, 0xff, 0x90)
			one, err := New(Options{URI: uri, Database: "neo4j", Timeout: 2 * time.Second, Retry: -1, Late: -1})
			if err != nil {
				t.Fatal(err)
			}
			defer one.Close()
			one.ready.Store(true)
			if _, err := one.Heads(ctx); err != nil {
				t.Errorf("without a bookmark, Heads = %v", err)
			}
			one.bookmarks = neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{InitialBookmarks: []string{"FB:" + base64.StdEncoding.EncodeToString(ahead)}})
			if heads, err := one.Heads(ctx); !errors.Is(err, ErrTimeout) {
				t.Errorf("with the bookmark of a write to come, Heads = %v, %v, want ErrTimeout", heads, err)
			}
		})
	}
}
