package export_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// galleryWidth is the width of the gallery's images in pixels.
const galleryWidth = 1280

// TestGalleryImages makes the images of the gallery in Chromium and librsvg,
// and simulates eyes that see fewer colours. It runs with KITH_GALLERY_PNG=1
// only: fonts and engines differ between machines. `make gallery` does so.
func TestGalleryImages(t *testing.T) {
	if os.Getenv("KITH_GALLERY_PNG") == "" {
		t.Skip("set KITH_GALLERY_PNG=1, and install chromium, librsvg2-bin and fonts-liberation")
	}
	dir := os.Getenv("KITH_GALLERY_ALL")
	for _, e := range gallery {
		if only := os.Getenv("KITH_GALLERY_ONLY"); only != "" && only != e.name {
			continue
		}
		r := draw(t, e)
		file, err := filepath.Abs(filepath.Join(dir, e.name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		height := int(math.Round(galleryWidth * r.Height / r.Width))
		save(t, e.name+".librsvg.png", byLibrsvg(t, file))
		shot := byChromium(t, file, height, false)
		save(t, e.name+".chromium.png", shot)
		if e.name == "tree-web" {
			save(t, e.name+".dark.png", byChromium(t, file, height, true))
		}
		if e.name == "tree-slide" || e.name == "network-slide" {
			for kind, matrix := range sights {
				save(t, e.name+"."+kind+".png", seen(shot, matrix))
			}
		}
	}
}

// sights turn linear red, green and blue into what is left of them (greyscale:
// relative luminance of WCAG 2.2; the others: F. Viénot, H. Brettel,
// J. D. Mollon, "Digital video colourmaps for checking the legibility of
// displays by dichromats", Color Research and Application 24, 1999,
// doi:10.1002/(SICI)1520-6378(199908)24:4<243::AID-COL5>3.0.CO;2-3).
var sights = map[string][9]float64{
	"grey":         {0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722},
	"protanopia":   {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1},
	"deuteranopia": {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1},
}

// seen returns an image as such eyes see it.
func seen(img image.Image, m [9]float64) image.Image {
	b := img.Bounds()
	out := image.NewNRGBA(b)
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	back := func(v float64) uint8 {
		v = min(max(v, 0), 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return uint8(math.Round(v * 255))
	}
	known := map[color.NRGBA]color.NRGBA{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			d, ok := known[c]
			if !ok {
				r, g, bl := linear(c.R), linear(c.G), linear(c.B)
				d = color.NRGBA{back(m[0]*r + m[1]*g + m[2]*bl), back(m[3]*r + m[4]*g + m[5]*bl), back(m[6]*r + m[7]*g + m[8]*bl), 255}
				known[c] = d
			}
			out.SetNRGBA(x, y, d)
		}
	}
	return out
}

func byLibrsvg(t *testing.T, file string) image.Image {
	t.Helper()
	out := filepath.Join(t.TempDir(), "a.png")
	runTool(t, "rsvg-convert", "--background-color=white", fmt.Sprintf("--width=%d", galleryWidth), "--keep-aspect-ratio", "--output="+out, file)
	return load(t, out)
}

func byChromium(t *testing.T, file string, height int, dark bool) image.Image {
	t.Helper()
	dir := t.TempDir()
	page, out := filepath.Join(dir, "a.html"), filepath.Join(dir, "a.png")
	html := fmt.Sprintf(`<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0"><img src="file://%s" width="%d" style="display:block">`, file, galleryWidth)
	if err := os.WriteFile(page, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	scheme := "1"
	if dark {
		scheme = "0"
	}
	runTool(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
		"--user-data-dir="+dir, "--blink-settings=preferredColorScheme="+scheme,
		fmt.Sprintf("--window-size=%d,%d", galleryWidth, height), "--screenshot="+out, "file://"+page)
	return load(t, out)
}

func runTool(t *testing.T, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
}

func load(t *testing.T, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// save writes an image of few colours to the gallery.
func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	var best []byte
	for _, colours := range []int{200, 96, 48, 24} {
		var b bytes.Buffer
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(&b, fewer(img, colours)); err != nil {
			t.Fatal(err)
		}
		if best = b.Bytes(); len(best) <= largest {
			break
		}
	}
	if len(best) > largest {
		t.Errorf("%s has %d bytes, want at most %d", name, len(best), largest)
	}
	if err := os.WriteFile(filepath.Join(galleryDir, name), best, 0o644); err != nil {
		t.Fatal(err)
	}
}

// fewer returns an image in its most frequent colours, alike ones taken
// together.
func fewer(img image.Image, colours int) *image.Paletted {
	type group struct {
		key        uint32
		n, r, g, b int
	}
	keyOf := func(c color.NRGBA) uint32 { return uint32(c.R>>3)<<16 | uint32(c.G>>3)<<8 | uint32(c.B>>3) }
	groups := map[uint32]*group{}
	b := img.Bounds()
	at := func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA) }
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			k := keyOf(c)
			g := groups[k]
			if g == nil {
				g = &group{key: k}
				groups[k] = g
			}
			g.n++
			g.r += int(c.R)
			g.g += int(c.G)
			g.b += int(c.B)
		}
	}
	list := make([]*group, 0, len(groups))
	for _, g := range groups {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *group) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.key, b.key)) })
	// The colours that would be farthest from the palette, by how often they
	// occur, join it one after the other.
	palette := color.Palette{color.NRGBA{255, 255, 255, 255}}
	far := make([]float64, len(list))
	mean := func(g *group) color.NRGBA {
		return color.NRGBA{uint8(g.r / g.n), uint8(g.g / g.n), uint8(g.b / g.n), 255}
	}
	apart := func(a, b color.NRGBA) float64 {
		r, g, bl := float64(a.R)-float64(b.R), float64(a.G)-float64(b.G), float64(a.B)-float64(b.B)
		return r*r + g*g + bl*bl
	}
	for i, g := range list {
		far[i] = apart(mean(g), color.NRGBA{255, 255, 255, 255})
	}
	for len(palette) < colours {
		worst, most := -1, 0.0
		for i, g := range list {
			if w := far[i] * math.Sqrt(float64(g.n)); w > most {
				worst, most = i, w
			}
		}
		if worst < 0 {
			break
		}
		c := mean(list[worst])
		palette = append(palette, c)
		for i, g := range list {
			far[i] = min(far[i], apart(mean(g), c))
		}
	}
	out := image.NewPaletted(image.Rect(0, 0, b.Dx(), b.Dy()), palette)
	nearest := map[color.NRGBA]uint8{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			i, ok := nearest[c]
			if !ok {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			out.SetColorIndex(x-b.Min.X, y-b.Min.Y, i)
		}
	}
	return out
}
