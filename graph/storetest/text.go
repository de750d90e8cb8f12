package storetest

import "strings"

// texts are strings that storage finds hard; all are valid UTF-8. The first is
// empty; the longest is close to what a commit's actor may hold.
var texts = []string{
	"",
	"Ada Lovelace",
	" leading and trailing ",
	"line\none\r\ntwo\ttab",
	"\x00nul\x00 in \x00 it",
	"\x01\x02\x03\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f",
	`"double" 'single' ` + "`tick`" + ` \back\slash\`,
	`'; DROP TABLE node; --`,
	`$name {name} ${name} %s %d ?1 :name @name`,
	`<script>alert("x")</script> &amp; &`,
	"Zoë Ångström, naïve façade: ÄÖÜ ß",
	"e\u0301 is not \u00e9",
	"日本語 中文 한국어 ไทย",
	"שלום مرحبا \u202eturned\u202c",
	"👩🏽‍🔬👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 𝒳 𐍈",
	"\u2028line\u2029paragraph\u0085next\ufeffmark\u200bzero",
	"\ufffd \uffff \U0010ffff",
	"null", "true", "12.0", "2026-03-01", "HELD", "[]", "{}",
	strings.Repeat("very long ", 199),
	strings.Repeat("🙂", 300),
}
