package export

// TextWidth is the width in pixels that the layout gives to a text, for tests.
func TextWidth(s string, size float64, bold bool) float64 {
	return float64(face{int(size*10 + 0.5), bold}.width(s)) / 10
}
