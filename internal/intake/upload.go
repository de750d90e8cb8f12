package intake

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/importer"
)

// Upload is a file that comes in pieces.
type Upload struct {
	Token    string
	Name     string // of the file; says no more than what it may hold
	Pieces   int    // of which it is
	Received int    // how many have come
	Missing  []int  // the numbers of the first pieces that have not, at most 20
	Bytes    int64  // of all that have come
	Expires  time.Time
}

// Complete reports whether all pieces have come.
func (u Upload) Complete() bool { return u.Received == u.Pieces }

// maxName is how long the name of a file may be, in bytes.
const maxName = 255

// maxMissing is how many missing pieces are named.
const maxMissing = 20

// upload is an upload while it is open.
type upload struct {
	owner   Owner
	token   string
	name    string
	folder  string
	touched time.Time
	uses    int // plans that use it
	bytes   int64
	pieces  int
	sums    map[int][sha256.Size]byte // of the pieces that have come, by number
}

// Start begins an upload of a file that comes in so many pieces. Only the last part
// of the name is kept.
func (d *Desk) Start(o Owner, name string, pieces int) (Upload, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return Upload{}, err
	}
	name, err = baseName(name)
	if err != nil {
		return Upload{}, err
	}
	if pieces < 1 || pieces > d.options.Pieces {
		return Upload{}, graph.Invalid("upload-size", nil, "an upload comes in 1 to %d pieces, not %d; import larger files with kith import", d.options.Pieces, pieces)
	}
	if len(d.uploads) >= d.options.Uploads {
		return Upload{}, graph.Refuse(graph.ErrConflict, "upload-count", nil, "%d uploads are open, and no more may be; apply or discard some", len(d.uploads))
	}
	u := &upload{owner: o, token: newToken("u-"), name: name, touched: d.options.Now(), pieces: pieces, sums: map[int][sha256.Size]byte{}}
	u.folder = filepath.Join(d.folder.path, u.token)
	if err := os.Mkdir(u.folder, 0o700); err != nil {
		return Upload{}, fmt.Errorf("starting an upload: %w", err)
	}
	d.uploads[u.token] = u
	return d.show(u), nil
}

// baseName returns what a name ends with. It is shown, and compared with names of
// files that are known; no path is made of it.
func baseName(name string) (string, error) {
	name = strings.TrimSpace(name[strings.LastIndexAny(name, `/\`)+1:])
	if name == "" || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) {
		return "", graph.Invalid("upload-name", nil, "the name of a file is 1 to %d bytes without control characters, not %s", maxName, graph.Quote(name))
	}
	return name, nil
}

func (d *Desk) show(u *upload) Upload {
	out := Upload{Token: u.token, Name: u.name, Pieces: u.pieces, Received: len(u.sums), Bytes: u.bytes, Expires: u.touched.Add(d.options.Age)}
	for n := 1; n <= u.pieces && len(out.Missing) < maxMissing; n++ {
		if _, come := u.sums[n]; !come {
			out.Missing = append(out.Missing, n)
		}
	}
	return out
}

// Upload returns an upload as it is now.
func (d *Desk) Upload(o Owner, token string) (Upload, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return Upload{}, err
	}
	u, err := d.uploadOf(o, token)
	if err != nil {
		return Upload{}, err
	}
	return d.show(u), nil
}

func (d *Desk) uploadOf(o Owner, token string) (*upload, error) {
	u := d.uploads[token]
	if u == nil || u.owner != o {
		return nil, d.gone("upload", token)
	}
	return u, nil
}

// Piece takes a piece by its number, from 1. Pieces come in any order; one that comes
// again changes nothing, and one that comes again as another is refused.
func (d *Desk) Piece(o Owner, token string, number int, data []byte) (Upload, error) {
	sum := sha256.Sum256(data)
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return Upload{}, err
	}
	u, err := d.uploadOf(o, token)
	if err != nil {
		return Upload{}, err
	}
	u.touched = d.options.Now()
	switch {
	case number < 1 || number > u.pieces:
		return Upload{}, graph.Invalid("upload-piece", ids(token), "the upload %s has the pieces 1 to %d, and no piece %d", graph.Quote(token), u.pieces, number)
	case len(data) == 0 && u.pieces > 1:
		return Upload{}, graph.Invalid("upload-piece", ids(token), "piece %d of %s is empty", number, graph.Quote(token))
	case len(data) > d.options.Piece:
		return Upload{}, graph.Invalid("upload-size", ids(token), "piece %d of %s has %d bytes; a piece has at most %d", number, graph.Quote(token), len(data), d.options.Piece)
	}
	if was, come := u.sums[number]; come {
		if was != sum {
			return Upload{}, graph.Refuse(graph.ErrConflict, "upload-piece", ids(token), "piece %d of %s has come before, and was another; discard the upload and begin again", number, graph.Quote(token))
		}
		return d.show(u), nil
	}
	if d.bytes+int64(len(data)) > d.options.Bytes {
		return Upload{}, graph.Refuse(graph.ErrConflict, "upload-size", ids(token), "all uploads together may have %d bytes, and would have more; apply or discard some", d.options.Bytes)
	}
	// Under mu, so that what is counted is what is there; a piece is small.
	if err := write(filepath.Join(u.folder, strconv.Itoa(number)), data); err != nil {
		return Upload{}, fmt.Errorf("keeping piece %d of %s: %w", number, token, err)
	}
	u.sums[number] = sum
	u.bytes += int64(len(data))
	d.bytes += int64(len(data))
	return d.show(u), nil
}

// write writes a new file whole, or leaves none.
func write(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Close()
	} else {
		f.Close()
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}

// dropUpload removes an upload with its pieces. The caller holds mu.
func (d *Desk) dropUpload(token string) {
	u := d.uploads[token]
	d.bytes -= u.bytes
	delete(d.uploads, token)
	os.RemoveAll(u.folder)
}

// file returns an upload as a file to import. It fails with [graph.ErrInvalid] while
// pieces are missing.
func (d *Desk) file(u *upload) (importer.File, error) {
	if left := u.pieces - len(u.sums); left > 0 {
		missing := d.show(u).Missing
		return importer.File{}, graph.Invalid("upload-missing", ids(u.token), "%d of the %d pieces of %s have not come, the first of them %d", left, u.pieces, graph.Quote(u.token), missing[0])
	}
	f := importer.Bytes(u.name, nil)
	folder, n := u.folder, u.pieces
	f.Opener = func() (io.ReadCloser, error) {
		return &pieces{folder: folder, n: n, now: io.NopCloser(bytes.NewReader(nil))}, nil
	}
	return f, nil
}

// pieces reads the pieces of an upload one after the other.
type pieces struct {
	folder string
	at, n  int // the piece that is open, of how many
	now    io.ReadCloser
}

func (p *pieces) Read(b []byte) (int, error) {
	for {
		n, err := p.now.Read(b)
		if n > 0 || err != io.EOF || p.at == p.n {
			if n > 0 && err == io.EOF {
				err = nil // more may follow
			}
			return n, err
		}
		p.now.Close()
		f, err := os.Open(filepath.Join(p.folder, strconv.Itoa(p.at+1)))
		if err != nil {
			return 0, fmt.Errorf("piece %d: %w", p.at+1, err)
		}
		p.now = f
		p.at++
	}
}

func (p *pieces) Close() error { return p.now.Close() }
