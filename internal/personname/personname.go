// Package personname knows in which order the parts of a person's name are spoken:
// the given name first, but for Chinese, Japanese, Korean, Vietnamese and Hungarian
// names, where the family goes first. It goes by the script, and in Latin letters by
// names and letters that no other language has; a romanised name such as Wang Fang
// does not show its order, and is read as most are.
package personname

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kithgraph/kith/internal/folding"
)

// Join returns a name of its parts, of which any may be empty, in the order in which
// it is spoken.
func Join(given, middle, family string) string {
	given, middle, family = tidy(given), tidy(middle), tidy(family)
	switch {
	case given == "" || family == "":
	case katakana(given) && katakana(family):
		return strings.Join(strings.Fields(given+" "+middle+" "+family), "・") // a foreign name
	case eastern(given) && eastern(family):
		return family + middle + given
	case vietnamese(given+middle+family, family) || hungarian(given, family):
		return tidy(family + " " + middle + " " + given)
	}
	return tidy(given + " " + middle + " " + family)
}

// As returns a name as it is written in one piece, where that has the parts and no
// more, in an order in which they may be spoken; else what [Join] returns.
func As(written, given, middle, family string) string {
	written = tidy(written)
	byGiven, byFamily := tidy(given+" "+middle+" "+family), tidy(family+" "+middle+" "+given)
	switch {
	case given == "" || family == "" || Join(given, middle, family) == byGiven && !maybeFirst(family):
	case written == byGiven, written == byFamily, written == tidy(family+" "+given+" "+middle), eastern(tidy(given)) && written == strings.ReplaceAll(byFamily, " ", ""):
		return written
	}
	return Join(given, middle, family)
}

// Split returns the parts of a name; what cannot be told from it, such as where a
// name in Han ends and begins, is all family.
func Split(name string) (given, family string) {
	words := strings.Fields(name)
	n := len(words)
	if n < 2 {
		return "", tidy(name)
	}
	first, rest := words[0], strings.Join(words[1:], " ")
	if eastern(strings.Join(words, "")) || vietnamese(name, first) || hungarian(rest, first) {
		return rest, first
	}
	return strings.Join(words[:n-1], " "), words[n-1]
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func katakana(s string) bool { return only(s, unicode.Katakana) }

func eastern(s string) bool {
	return only(s, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// only reports whether all letters of a text are of some scripts; the mark of a long
// vowel is of all of them.
func only(s string, scripts ...*unicode.RangeTable) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.In(r, scripts...) && r != 'ー' }) < 0
}

// vietnameseFamilies are the folded names of nearly all families in Vietnam.
var vietnameseFamilies = strings.Fields("nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong mai trinh dao lam luong doan ha cao quach ta thai vuong")

// vietnamese reports whether a name is Vietnamese: of such a family, with a letter
// that only Vietnamese has.
func vietnamese(name, family string) bool {
	return slices.Contains(vietnameseFamilies, folding.Fold(family)) && strings.ContainsFunc(name, func(r rune) bool {
		return r >= 'Ạ' && r <= 'ỹ' || strings.ContainsRune("ơƠưƯđĐăĂ", r)
	})
}

// Names as they are written in Hungary: in other countries most lack the accents.
var (
	hungarianFamilies = strings.Fields("Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros Oláh Rácz Fekete Szilágyi Török Fehér Gál Kocsis Szűcs Pintér Fodor Szalai Sipos Lukács Gulyás Bíró Király Katona Jakab Bognár Bodnár Vörös Hegedűs Somogyi Váradi Fülöp Halász Orosz")
	hungarianGiven    = strings.Fields("László István Zoltán Gábor Péter János József Attila Ferenc Sándor Tamás András Imre Lajos Gyula Béla Balázs Miklós Levente Csaba Gergő Gergely Ádám Bálint Dávid Dániel Mátyás György Kálmán Áron Máté Ildikó Éva Katalin Erzsébet Judit Ágnes Zsuzsanna Zsófia Eszter Réka Orsolya Tünde Enikő Ilona Márta Mária Anikó Krisztina Mónika Szilvia Nóra")
)

// hungarian reports whether a name is Hungarian: both parts are, or a letter is that
// no other language has.
func hungarian(given, family string) bool {
	if given == "" || family == "" {
		return false
	}
	if strings.ContainsAny(given+family, "őűŐŰ") {
		return slices.Contains(hungarianFamilies, family) || slices.Contains(hungarianGiven, strings.Fields(given)[0])
	}
	return slices.Contains(hungarianFamilies, family) && slices.Contains(hungarianGiven, strings.Fields(given)[0])
}

// maybeFirst reports whether a family name is of a language in which it goes first,
// be it written without its accents.
func maybeFirst(family string) bool {
	f := folding.Fold(family)
	return slices.Contains(vietnameseFamilies, f) || slices.ContainsFunc(hungarianFamilies, func(h string) bool { return folding.Fold(h) == f })
}
