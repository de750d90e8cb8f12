package personname_test

import (
	"testing"

	"github.com/kithgraph/kith/internal/personname"
)

// Names in the order of their languages, from their parts and back.
func TestOrder(t *testing.T) {
	for _, c := range []struct{ given, middle, family, want string }{
		{"Ines", "", "Caldera", "Ines Caldera"},
		{"Mary", "Ann", "Smith", "Mary Ann Smith"},
		{"芳", "", "王", "王芳"},       // Chinese
		{"娜", "", "欧阳", "欧阳娜"},     // a family of two signs
		{"太郎", "", "山田", "山田太郎"},   // Japanese
		{"さくら", "", "佐藤", "佐藤さくら"}, // with a given name in Hiragana
		{"민준", "", "김", "김민준"},     // Korean
		{"ジョン", "", "スミス", "ジョン・スミス"},
		{"Fang", "", "Wang", "Fang Wang"}, // romanised: as most are
		{"Phương", "Thị", "Nguyễn", "Nguyễn Thị Phương"},
		{"Văn Hùng", "", "Trần", "Trần Văn Hùng"},
		{"Minh", "", "Đặng", "Đặng Minh"},
		{"Peter", "", "Nguyen", "Peter Nguyen"}, // in another country
		{"Đức", "", "Schmidt", "Đức Schmidt"},   // of a German family
		{"László", "", "Nagy", "Nagy László"},
		{"Enikő", "", "Szabó", "Szabó Enikő"},
		{"Gergő", "", "Barta", "Barta Gergő"},
		{"Peter", "", "Nagy", "Peter Nagy"}, // in another country
		{"Éva", "", "Müller", "Éva Müller"},
		{"", "", "王", "王"},
		{"Cher", "", "", "Cher"},
		{" Ines ", "", "  Caldera", "Ines Caldera"},
	} {
		if got := personname.Join(c.given, c.middle, c.family); got != c.want {
			t.Errorf("%q, %q, %q: %q, want %q", c.given, c.middle, c.family, got, c.want)
		}
	}
	for _, c := range []struct{ name, given, family string }{
		{"Ines Caldera", "Ines", "Caldera"}, {"Mary Ann Smith", "Mary Ann", "Smith"}, {"Cher", "", "Cher"}, {"王芳", "", "王芳"}, {"王 芳", "芳", "王"}, {"김 민준", "민준", "김"},
		{"Nguyễn Thị Phương", "Thị Phương", "Nguyễn"}, {"Peter Nguyen", "Peter", "Nguyen"}, {"Nagy László", "László", "Nagy"}, {"László Nagy", "László", "Nagy"}, {"Szabó Enikő", "Enikő", "Szabó"}, {"ジョン・スミス", "", "ジョン・スミス"},
	} {
		if given, family := personname.Split(c.name); given != c.given || family != c.family {
			t.Errorf("%q: %q of %q, want %q of %q", c.name, given, family, c.given, c.family)
		}
	}
}

// A name that is also written in one piece keeps that order, where the language may.
func TestAsWritten(t *testing.T) {
	for _, c := range []struct{ written, given, middle, family, want string }{
		{"Nagy Peter", "Peter", "", "Nagy", "Nagy Peter"},
		{"László Nagy", "László", "", "Nagy", "László Nagy"},
		{"Nguyen Thi Phuong", "Phuong", "Thi", "Nguyen", "Nguyen Thi Phuong"},
		{"王 芳", "芳", "", "王", "王 芳"},
		{"王芳", "芳", "", "王", "王芳"},
		{"Müller Hans", "Hans", "", "Müller", "Hans Müller"}, // a list sorted by family
		{"Hans Müller (Berlin)", "Hans", "", "Müller", "Hans Müller"},
		{"", "László", "", "Nagy", "Nagy László"},
	} {
		if got := personname.As(c.written, c.given, c.middle, c.family); got != c.want {
			t.Errorf("%q: %q, want %q", c.written, got, c.want)
		}
	}
}
