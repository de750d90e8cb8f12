// Package alike knows when two spellings name the same: a mail address, a link, a
// person's name, a company's name, a domain; and which of them tell nobody apart.
package alike

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
)

// Mail returns a mail address as all its spellings have it: in lower case, without
// what stands behind a + before the @, and of Gmail, by either of its domains,
// without dots there. It is "" for what is no address.
func Mail(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	local, domain, ok := strings.Cut(address, "@")
	domain = strings.TrimSuffix(domain, ".")
	if !ok || local == "" || domain == "" || strings.Contains(domain, "@") {
		return ""
	}
	if name, _, tagged := strings.Cut(local, "+"); tagged && name != "" {
		local = name
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if undotted := strings.ReplaceAll(local, ".", ""); domain == "gmail.com" && undotted != "" {
		local = undotted
	}
	return local + "@" + domain
}

// Domain returns the domain of a mail address, in lower case; "" for none.
func Domain(address string) string {
	_, domain, _ := strings.Cut(Mail(address), "@")
	return domain
}

// Site returns the domain of a website: without scheme, path and www; "" for none.
func Site(link string) string {
	host, _ := hostAndPath(link)
	if !strings.Contains(host, ".") {
		return ""
	}
	return host
}

// Link returns a link as all its spellings have it: in lower case, without scheme,
// www, query, fragment and last slash. A profile of LinkedIn is in/NAME, whatever
// language or device the link is for.
func Link(link string) string {
	host, path := hostAndPath(link)
	if host == "linkedin.com" || strings.HasSuffix(host, ".linkedin.com") {
		host = "linkedin.com"
		parts := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/"), "mwlite/"), "/")
		if len(parts) >= 2 && (parts[0] == "in" || parts[0] == "pub") {
			path = "/" + parts[0] + "/" + parts[1]
		}
	}
	return host + strings.TrimRight(path, "/")
}

// hostAndPath divides a link, in lower case and unescaped.
func hostAndPath(link string) (host, path string) {
	link = strings.TrimSpace(link)
	if _, rest, ok := strings.Cut(link, "://"); ok {
		link = rest
	}
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		link = link[:i]
	}
	host, path, _ = strings.Cut(link, "/")
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	if plain, err := url.PathUnescape(path); err == nil && utf8.ValidString(plain) {
		path = plain
	}
	if path != "" {
		path = "/" + strings.ToLower(path)
	}
	return strings.TrimPrefix(host, "www."), path
}

// Name returns what namesakes share: the words of a name folded and in the order of
// the alphabet, without courtesies and initials, so that "Sharpe, Dr. Sam" is "Sam
// Sharpe". A name in Han or Hangul may be one word; another of fewer than two says too
// little and is "". Junior is no namesake of his father.
func Name(name string) string {
	words := strings.Fields(folding.Fold(name))
	if len(words) == 1 && utf8.RuneCountInString(words[0]) > 1 && eastern(words[0]) {
		return words[0]
	}
	last := ""
	if n := len(words); n > 0 && formats.Generation(words[n-1]) {
		last = words[n-1]
	}
	words = slices.DeleteFunc(words, func(w string) bool { return formats.Courtesy(w) && w != last || len(w) < 2 })
	if len(words) < 2 {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func eastern(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	}) < 0
}

// OneName reports whether two names may be of one person: no initial that both have
// speaks against it, and one has all the words of the other but for courtesies and
// initials, or stands for them with initials ("I. Caldera" for "Ines Caldera").
func OneName(a, b string) bool {
	x, y := Name(a), Name(b)
	if x != "" && x == y {
		return !slices.ContainsFunc(initials(a), func(w string) bool {
			return len(initials(b)) > 0 && !slices.Contains(initials(b), w)
		})
	}
	short, long := words(a), words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	full := false
	for _, w := range short {
		at := slices.IndexFunc(long, func(l string) bool {
			return l == w || utf8.RuneCountInString(w) == 1 && strings.HasPrefix(l, w) || utf8.RuneCountInString(l) == 1 && strings.HasPrefix(w, l)
		})
		if at < 0 {
			return false
		}
		full = full || utf8.RuneCountInString(w) > 1 && utf8.RuneCountInString(long[at]) > 1
		long = slices.Delete(slices.Clone(long), at, at+1)
	}
	return full && !slices.ContainsFunc(long, func(w string) bool { return formats.Generation(w) })
}

// words returns the folded words of a name without courtesies, initials included.
func words(name string) []string {
	list := strings.Fields(folding.Fold(name))
	return slices.DeleteFunc(list, func(w string) bool {
		return formats.Courtesy(w) && !formats.Generation(w) && utf8.RuneCountInString(w) > 1
	})
}

func initials(name string) []string {
	return slices.DeleteFunc(words(name), func(w string) bool { return utf8.RuneCountInString(w) > 1 })
}

// legalForms are the folded words at the end of a company's name that say what sort
// of company it is.
var legalForms = set("inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "se",
	"sa", "sas", "sasu", "sarl", "srl", "spa", "sl", "slu", "bv", "nv", "ab", "as", "asa", "aps", "oy", "oyj", "sro", "zoo", "kft", "zrt", "nyrt", "pty", "pte", "pvt", "kk", "sdn", "bhd", "ltda", "sab", "cv")

// Company returns what the spellings of a company's name share: its folded name, and
// that name without the words for its legal form, which is the same where it has none.
func Company(name string) (full, core string) {
	full = strings.TrimPrefix(folding.Fold(name), "the ")
	list := strings.Fields(full)
	for len(list) > 1 {
		n := 0 // letters of one form: "s a r l"
		for n < len(list)-1 && len(list[len(list)-1-n]) == 1 {
			n++
		}
		switch last := list[len(list)-1]; {
		case legalForms[last]:
			list = list[:len(list)-1]
		case n > 1 && legalForms[strings.Join(list[len(list)-n:], "")]:
			list = list[:len(list)-n]
		case last == "and" && len(list) > 1:
			list = list[:len(list)-1]
		default:
			return full, strings.Join(list, " ")
		}
	}
	return full, strings.Join(list, " ")
}

// publicDomains are those of addresses that say nothing of where somebody works.
var publicDomains = set("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com",
	"proton.me", "protonmail.com", "gmx.de", "gmx.net", "gmx.ch", "gmx.at", "web.de", "t-online.de", "bluewin.ch", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "mail.ru", "yandex.ru", "qq.com", "163.com", "126.com", "fastmail.com", "zoho.com")

// publicSites are those on which many companies have a page.
var publicSites = set("linkedin.com", "facebook.com", "xing.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "github.com", "google.com", "sites.google.com", "wikipedia.org")

// PublicDomain reports whether a domain, in lower case, says nothing of where somebody
// works or which company a site is of.
func PublicDomain(domain string) bool { return publicDomains[domain] || publicSites[domain] }

// Names, and local parts of addresses, that stand for no person: whole ones, and
// what stands within one.
var (
	noPersonNames = set("info", "office", "sales", "support", "helpdesk", "help desk", "service desk", "reception", "accounting", "accounts payable", "invoices", "billing", "no reply", "noreply", "do not reply",
		"donotreply", "admin", "administrator", "postmaster", "webmaster", "hr", "marketing", "it support", "kontakt", "contact", "buchhaltung", "empfang", "rechnung", "mailer daemon")
	noPersonParts = []string{"meeting room", "conference room", "board room", "boardroom", "shared mailbox", "service account", "room mailbox", "distribution list", "besprechungsraum", "konferenzraum", "salle de reunion", "test account"}

	// sharedBoxes are further local parts of addresses that several people use.
	sharedBoxes = set("mail", "email", "team", "hello", "hallo", "service", "services", "post", "contacts", "enquiries", "inquiries", "orders", "order", "purchasing", "procurement", "einkauf", "vertrieb", "verkauf", "sekretariat",
		"secretary", "secretariat", "assistant", "jobs", "careers", "bewerbung", "press", "presse", "media", "newsletter", "news", "legal", "finance", "it", "zentrale", "verwaltung", "family", "familie", "home", "shop", "web", "all", "everyone")
)

// Nobody reports whether a name, or what stands before the @ of an address, is that
// of a room, a shared mailbox or a service account.
func Nobody(name string, emails []string) bool {
	n := folding.Fold(name)
	if noPersonNames[n] || strings.HasPrefix(n, "svc ") || strings.HasPrefix(n, "room ") {
		return true
	}
	for _, part := range noPersonParts {
		if strings.Contains(n, part) {
			return true
		}
	}
	for _, mail := range emails {
		local, _, _ := strings.Cut(mail, "@")
		local = folding.Fold(local)
		words := strings.Fields(n) // two are mostly a given and a family name
		if strings.HasPrefix(local, "svc ") || (noPersonNames[local] || strings.HasPrefix(local, "room ")) && (len(words) != 2 || words[0] == local) {
			return true
		}
	}
	return false
}

// SharedBox reports whether an address is one that several people use by its nature,
// such as info@ and team@: having it too says nothing of who somebody is.
func SharedBox(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	local = folding.Fold(local)
	return noPersonNames[local] || sharedBoxes[local] || strings.HasPrefix(local, "svc ") || strings.HasPrefix(local, "room ")
}

func set(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}
