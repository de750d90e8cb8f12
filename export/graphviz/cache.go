package graphviz

import (
	"context"
	"fmt"
	"os"

	"github.com/tetratelabs/wazero"
)

// cacheVariable tells a worker where compiled code is kept.
const cacheVariable = "KITH_GRAPHVIZ_CACHE"

// openCache returns the store of compiled code in a directory, which it makes
// when it is not there. Code from it is executed, so that it refuses a
// directory that somebody else owns or may write to.
func openCache(dir string) (wazero.CompilationCache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || !private(info) {
		return nil, fmt.Errorf("%s is not a directory that only its owner, who runs this, may write to", dir)
	}
	return wazero.NewCompilationCacheWithDir(dir)
}

// loadCached is load with compiled code kept in a directory. When the directory
// or what is in it is of no use, it compiles without it.
func loadCached(ctx context.Context, dir string) (*module, error) {
	if dir != "" {
		if cache, err := openCache(dir); err == nil {
			if m, err := load(ctx, cache); err == nil {
				return m, nil
			}
		}
	}
	return load(ctx, nil)
}
