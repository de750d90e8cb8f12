package formats

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/personname"
)

// ByName is the beginning of the key of an organisation that a file only names.
const ByName = "company:"

// company returns the key of an organisation by its name.
func company(name string) string { return ByName + folding.Fold(name) }

// noCompany are the folded words that stand where a company should and are none.
var noCompany = map[string]bool{
	"self employed": true, "selfemployed": true, "freelance": true, "freelancer": true, "independent": true, "independent consultant": true, "independent contractor": true, "unaffiliated": true,
	"retired": true, "unemployed": true, "none": true, "n a": true, "na": true, "student": true, "career break": true, "sabbatical": true, "stealth": true, "stealth startup": true,
	"freiberuflich": true, "selbststandig": true, "im ruhestand": true, "rentner": true, "independant": true, "auto entrepreneur": true, "retraite": true, "private": true, "privat": true, "prive": true,
	"": true,
}

// isCompany reports whether a name is that of a company.
func isCompany(name string) bool { return !noCompany[folding.Fold(name)] }

// courtesy are the folded words before a name that are no part of it.
var courtesy = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "prof": true, "professor": true, "sir": true, "dame": true, "lord": true, "lady": true, "rev": true, "hon": true,
	"herr": true, "frau": true, "hr": true, "fr": true, "m": true, "mme": true, "mlle": true, "monsieur": true, "madame": true, "sr": true, "sra": true, "srta": true, "don": true, "dona": true, "sig": true, "dott": true, "ing": true, "dipl": true, "dhr": true, "mevr": true, "pan": true, "pani": true,
}

// Courtesy reports whether a folded word is a courtesy title: no part of a name.
func Courtesy(word string) bool { return courtesy[word] }

// afterName are the folded words that follow a comma and are no given name.
var afterName = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "phd": true, "ph d": true, "md": true, "mba": true, "msc": true, "ma": true, "ba": true, "bsc": true, "cpa": true, "pmp": true, "esq": true, "cfa": true, "llm": true, "dr": true, "pe": true, "rn": true}

// generations are the folded words that tell a child from a parent.
var generations = map[string]bool{"jr": true, "jun": true, "junior": true, "sr": true, "sen": true, "senior": true, "ii": true, "iii": true, "iv": true, "fils": true, "pere": true}

// Generation reports whether a folded word of a name tells a child from a parent.
func Generation(word string) bool { return generations[word] }

// remarks are the folded words that products and people write in brackets behind a name.
var remarks = map[string]bool{"on leave": true, "terminated": true, "c": true, "contractor": true, "contingent worker": true, "consultant": true, "external": true, "extern": true, "ext": true, "inactive": true, "retired": true, "guest": true}

// remark cuts what stands in brackets at the end of a name and is no part of it: the
// number of a worker, a status, how somebody wants to be spoken of.
func remark(name string) string {
	for {
		open := strings.LastIndexAny(name, "([")
		if open <= 0 || !strings.HasSuffix(name, ")") && !strings.HasSuffix(name, "]") {
			return name
		}
		in := name[open+1 : len(name)-1]
		if !remarks[folding.Fold(in)] && !strings.ContainsAny(in, "0123456789/") {
			return name
		}
		name = strings.TrimSpace(name[:open])
	}
}

// FullName puts a name written in one cell into the order in which it is
// spoken, without titles and remarks: "Caldera, Ines" is Ines Caldera, and so is "Dr.
// Ines Caldera, PMP (on leave)".
func FullName(s string) string {
	s = remark(strings.Join(strings.Fields(s), " "))
	for {
		i := strings.LastIndexByte(s, ',')
		if i <= 0 {
			break
		}
		if last := folding.Fold(s[i+1:]); !afterName[last] || generations[last] {
			break
		}
		s = strings.TrimSpace(s[:i])
	}
	if family, given, ok := strings.Cut(s, ","); ok && !strings.Contains(given, ",") {
		family, given = strings.TrimSpace(family), strings.TrimSpace(given)
		switch {
		case given == "":
			s = family
		case afterName[folding.Fold(given)]:
		case family != "":
			s = personname.Join(given, "", family)
		}
	}
	words := strings.Fields(s)
	if said := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.ContainsFunc(w, wordly) }); len(said) > 0 {
		words = said // without pictures
	}
	for len(words) > 1 && courtesy[folding.Fold(words[0])] && (strings.HasSuffix(words[0], ".") || len(words) > 2) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// domain returns the domain of a mail address, in lower case; "" for none.
func domain(mail string) string {
	_, d, ok := strings.Cut(strings.ToLower(strings.TrimSpace(mail)), "@")
	if !ok || !strings.Contains(d, ".") || strings.ContainsAny(d, "@ ") {
		return ""
	}
	return d
}

// mails joins the addresses of cells into one list, each once.
func mails(cells ...cell) cell {
	var out []string
	field := 0
	for _, c := range cells {
		for _, m := range strings.FieldsFunc(strings.ReplaceAll(c.text, " ::: ", ";"), func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
			if m = strings.TrimSpace(m); m != "" && !slices.ContainsFunc(out, func(x string) bool { return strings.EqualFold(x, m) }) {
				out = append(out, m)
				if field == 0 {
					field = c.field
				}
			}
		}
	}
	return cell{strings.Join(out, ";"), field}
}

// yes reports whether a cell says yes.
func yes(s string) bool {
	switch folding.Fold(s) {
	case "true", "yes", "1", "y", "t", "ja", "oui":
		return true
	}
	return false
}

// no reports whether a cell says no.
func no(s string) bool {
	switch folding.Fold(s) {
	case "false", "no", "0", "n", "f", "nein", "non":
		return true
	}
	return false
}
