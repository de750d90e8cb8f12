package graphviz

import (
	"context"
	_ "embed" // for the module
	"errors"
	"fmt"
	"math"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// binary is the module. A string stays in the file until it is read; bytes
// would take memory from the start.
//
//go:embed graphviz.wasm
var binary string

// maxPages bounds the memory of an instance: 256 MB in pages of 64 kB.
const maxPages = 4096

// maxOutput bounds what an instance may answer, in bytes.
const maxOutput = 16 << 20

// module is Graphviz, compiled and ready to be instantiated. It is safe for
// concurrent use.
type module struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

// load compiles Graphviz, or takes it compiled from a cache, which may be nil.
// Cost: about 0.7 s and 50 MB, from a cache 20 ms.
func load(ctx context.Context, cache wazero.CompilationCache) (*module, error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(maxPages).WithCloseOnContextDone(true)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	m := &module{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	var err error
	if m.compiled, err = m.runtime.CompileModule(ctx, []byte(binary)); err == nil {
		err = m.deny(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, m.runtime.Close(ctx))
	}
	return m, nil
}

// The results of a system call that is refused (WASI preview 1).
const (
	errnoBadFile = 8
	errnoNoSys   = 52
)

// deny gives the module functions of the system that do nothing: it may look
// at its files, of which there are none, and everything else fails.
func (m *module) deny(ctx context.Context) error {
	hosts := map[string]wazero.HostModuleBuilder{}
	for _, f := range m.compiled.ImportedFunctions() {
		host, name, _ := f.Import()
		if hosts[host] == nil {
			hosts[host] = m.runtime.NewHostModuleBuilder(host)
		}
		hosts[host].NewFunctionBuilder().
			WithGoModuleFunction(refuse(host, name), f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	for _, host := range []string{"env", "wasi_snapshot_preview1"} {
		if hosts[host] == nil {
			continue
		}
		if _, err := hosts[host].Instantiate(ctx); err != nil {
			return fmt.Errorf("the module's imports: %w", err)
		}
		delete(hosts, host)
	}
	if len(hosts) > 0 {
		return errors.New("the module imports from a host that it should not know")
	}
	return nil
}

// refuse returns a function of the system that fails.
func refuse(host, name string) api.GoModuleFunc {
	switch {
	case host == "env": // callbacks into Go that a layout never makes
		return func(context.Context, api.Module, []uint64) { panic("graphviz: callback " + name) }
	case name == "proc_exit":
		return func(_ context.Context, _ api.Module, stack []uint64) {
			panic(fmt.Sprintf("graphviz: exit with code %d", uint32(stack[0])))
		}
	case name == "fd_write": // diagnostics: taken and dropped
		return drop
	case name == "environ_sizes_get", name == "args_sizes_get":
		return func(_ context.Context, m api.Module, stack []uint64) {
			m.Memory().WriteUint32Le(uint32(stack[0]), 0)
			m.Memory().WriteUint32Le(uint32(stack[1]), 0)
			stack[0] = 0
		}
	case name == "environ_get", name == "args_get":
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = 0 }
	case name == "clock_time_get": // the day is no input of a layout
		return func(_ context.Context, m api.Module, stack []uint64) {
			m.Memory().WriteUint64Le(uint32(stack[2]), 0)
			stack[0] = 0
		}
	case name == "fd_prestat_get", name == "fd_fdstat_get", name == "fd_close":
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = errnoBadFile }
	}
	return func(_ context.Context, _ api.Module, stack []uint64) {
		if len(stack) > 0 {
			stack[0] = errnoNoSys
		}
	}
}

// drop is fd_write: it says that everything was written.
func drop(_ context.Context, m api.Module, stack []uint64) {
	vectors, count, result := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	total := uint32(0)
	for k := range min(count, 1024) {
		n, _ := m.Memory().ReadUint32Le(vectors + 8*k + 4)
		total += n
	}
	m.Memory().WriteUint32Le(result, total)
	stack[0] = 0
}

// instance is one use of the module. Its methods note the first error and do
// nothing after it.
type instance struct {
	ctx context.Context
	mod api.Module
	err error
}

// plain lays out a graph in Graphviz's language and returns the places in its
// "plain" format. It fails with the context's error when ctx is done first.
func (m *module) plain(ctx context.Context, dot string) (text string, err error) {
	defer func() { // the refusals above
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	mod, err := m.runtime.InstantiateModule(ctx, m.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return "", fmt.Errorf("instantiating: %w", err)
	}
	defer func() {
		if closing := mod.Close(context.WithoutCancel(ctx)); err == nil {
			err = closing
		}
	}()
	i := &instance{ctx: ctx, mod: mod}
	text = i.layOut(dot)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return text, i.err
}

// layOut is the program: context, graph, layout, result. The instance is
// dropped afterwards, and with it everything that is allocated here.
func (i *instance) layOut(dot string) string {
	gvc := i.call("gvContextPlugins", i.plugins(), 1)
	graph := i.call("agmemread", i.text(dot))
	i.want(gvc != 0 && graph != 0, "the graph was not read")
	i.want(i.call("gvLayout", gvc, graph, i.text("dot")) == 0, "the layout failed")
	out := i.call("malloc", 8)
	i.want(i.call("gvRenderData", gvc, graph, i.text("plain"), out, out+4) == 0, "the result was not written")
	size := i.word(out + 4)
	i.want(size <= maxOutput, "the result is too large")
	if i.err != nil {
		return ""
	}
	data, ok := i.mod.Memory().Read(uint32(i.word(out)), uint32(size))
	i.want(ok, "the result is out of range")
	return string(data)
}

// plugins returns the table of Graphviz's plug-ins, closed by an empty entry.
func (i *instance) plugins() uint64 {
	slice := i.call("malloc", 4)
	i.call("wasm_bridge_SymList_default", slice)
	list := i.word(slice)
	count, entries := i.word(list), i.word(list+4)
	i.want(count > 0 && count < 16, "the plug-ins are missing")
	if i.err != nil {
		return 0
	}
	table := i.call("malloc", 8*(count+1))
	for k := uint64(0); k <= count && i.err == nil; k++ {
		entry := uint64(0)
		if k < count {
			at := i.word(entries + 8*k)
			entry = i.word(at) | i.word(at+4)<<32
		}
		i.want(i.mod.Memory().WriteUint64Le(uint32(table+8*k), entry), "no room for the plug-ins")
	}
	return table
}

// want notes an error unless ok.
func (i *instance) want(ok bool, wrong string) {
	if !ok && i.err == nil {
		i.err = errors.New(wrong)
	}
}

// call calls a function of the module and returns its result.
func (i *instance) call(name string, args ...uint64) uint64 {
	if i.err != nil {
		return 0
	}
	f := i.mod.ExportedFunction(name)
	if f == nil {
		i.err = fmt.Errorf("the module has no function %s", name)
		return 0
	}
	result, err := f.Call(i.ctx, args...)
	if err != nil {
		i.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	if len(result) == 0 {
		return 0
	}
	return result[0] & math.MaxUint32
}

// text puts a string into the module's memory.
func (i *instance) text(s string) uint64 {
	at := i.call("malloc", uint64(len(s)+1))
	if i.err == nil {
		i.want(at != 0 && i.mod.Memory().Write(uint32(at), append([]byte(s), 0)), "no room for the graph")
	}
	return at
}

// word reads 32 bits of the module's memory.
func (i *instance) word(at uint64) uint64 {
	if i.err != nil {
		return 0
	}
	v, ok := i.mod.Memory().ReadUint32Le(uint32(at))
	i.want(ok, "an address is out of range")
	return uint64(v)
}
