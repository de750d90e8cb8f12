package paste_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/paste"
)

// said writes what a text was read as: the rows with what they say, and what was left.
func said(t *paste.Text) string {
	var b strings.Builder
	fmt.Fprintln(&b, t.Kind)
	for _, r := range t.Rows {
		fmt.Fprintf(&b, "%d %s", r.Line, r.Name)
		for _, f := range []struct{ name, text string }{
			{"title", r.Title}, {"dept", r.Department}, {"org", r.Organization}, {"boss", r.Manager}, {"mail", strings.Join(r.Emails, " ")}, {"phone", strings.Join(r.Phones, " ")},
			{"link", strings.Join(r.Links, " ")}, {"web", r.Website}, {"at", r.Location}, {"notes", r.Notes},
		} {
			if f.text != "" {
				fmt.Fprintf(&b, " | %s %s", f.name, f.text)
			}
		}
		fmt.Fprintln(&b)
	}
	for _, l := range t.Left {
		fmt.Fprintf(&b, "left %d %s: %s\n", l.Line, l.Text, l.Why)
	}
	return b.String()
}

// texts are texts as people paste them, with what they say, by hand.
var texts = []struct{ name, text, want string }{
	{"a spreadsheet", "Name\tTitle\tCompany\tEmail\tManager\nIda Sommer\tCFO\tNorwick Inc.\tida@norwick.example\t\nBrandt, Leo\tController\tNorwick Inc.\tleo@norwick.example\tIda Sommer\n",
		"TABLE\n2 Ida Sommer | title CFO | org Norwick Inc. | mail ida@norwick.example\n3 Leo Brandt | title Controller | org Norwick Inc. | boss Ida Sommer | mail leo@norwick.example\n"},
	{"semicolons, in German", "Vorname;Nachname;Firma;Funktion;Telefon;Schuhgröße\nIda;Sommer;Norwick GmbH;Leiterin Einkauf;+41 44 123 45 67;38\n\n;;Norwick GmbH;;;\n",
		"TABLE\n2 Ida Sommer | title Leiterin Einkauf | org Norwick GmbH | phone +41 44 123 45 67\nleft 1 Schuhgröße: a column that is not known here; its cells were left out\nleft 4 Norwick GmbH: the row names nobody\n"},
	{"commas, with a quoted name", "name,email\n\"Sommer, Ida\",ida@norwick.example\n", "TABLE\n2 Ida Sommer | mail ida@norwick.example\n"},
	{"Markdown", "| Name | Role | Mail |\n|------|:----:|------|\n| Ida \"Idy\" Sommer | CFO | ida@norwick.example |\n| Leo Brandt |  | leo@norwick.example |\n",
		"TABLE\n3 Ida \"Idy\" Sommer | title CFO | mail ida@norwick.example\n4 Leo Brandt | mail leo@norwick.example\n"},
	{"Markdown without outer bars", "Name | Company\n--- | ---\nIda Sommer | Norwick\n", "TABLE\n3 Ida Sommer | org Norwick\n"},
	{"rows of a product", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nIda,Sommer,https://www.linkedin.com/in/ida,,Norwick Inc.,CFO,12 Mar 2024\n",
		"TABLE\n2 Ida Sommer | title CFO | org Norwick Inc. | link https://www.linkedin.com/in/ida\nleft 0 connection, because it is not said whose it is: say so with …: left out\n"},
	{"cards", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Sommer;Ida;;Dr.;\r\nFN:Dr. Ida Sommer\r\nORG:Norwick Inc.;Finance\r\nTITLE:CFO\r\nEMAIL:ida@norwick.example\r\nEND:VCARD\r\n",
		"CARDS\n1 Ida Sommer | title CFO | dept Finance | org Norwick Inc. | mail ida@norwick.example\n"},
	{"a To line", `To: "Sommer, Ida" <ida@norwick.example>, Leo Brandt <leo@norwick.example>; mailto@norwick.example (Marta Keller), <nobody@norwick.example>`,
		"ADDRESSES\n1 Ida Sommer | mail ida@norwick.example\n1 Leo Brandt | mail leo@norwick.example\n1 Marta Keller | mail mailto@norwick.example\nleft 1 nobody@norwick.example: an address without a name; write Name <address>\n"},
	{"a list as Outlook writes it", "Sommer, Ida <ida@norwick.example>; Brandt, Leo <leo@norwick.example>;\nSommer, Ida <IDA@norwick.example>\n",
		"ADDRESSES\n1 Ida Sommer | mail ida@norwick.example\n1 Leo Brandt | mail leo@norwick.example\nleft 2 IDA@norwick.example: the address stands here twice\n"},
	{"a signature", "Best regards,\n\nIda Sommer\nChief Financial Officer\n\nNorwick Inc.\n12 Mill Road, Leeds LS1 4AP\nT +44 113 496 0000 | M: +44 7700 900123\nida.sommer@norwick.example | www.norwick.example\nhttps://www.linkedin.com/in/idasommer\n\nPlease think of the trees\n",
		"SIGNATURE\n1 Ida Sommer | title Chief Financial Officer | org Norwick Inc. | mail ida.sommer@norwick.example | phone +44 113 496 0000 +44 7700 900123 | link https://www.linkedin.com/in/idasommer | web www.norwick.example | at 12 Mill Road, Leeds LS1 4AP\nleft 12 Please think of the trees: not understood\n"},
	{"a German signature", "-- \nMit freundlichen Grüßen\nDr. Jörg von der Heide\nLeiter Einkauf\nAbteilung Beschaffung\n\nNorwick GmbH & Co. KG\nLagerstraße 14\n80331 München\nTel.: +49 (0)89 1234-567\nFax: +49 (0)89 1234-568\nE-Mail: j.vonderheide@norwick.example\nGeschäftsführer: Ida Sommer | HRB 12345\n",
		"SIGNATURE\n1 Jörg von der Heide | title Leiter Einkauf | dept Abteilung Beschaffung | org Norwick GmbH & Co. KG | mail j.vonderheide@norwick.example | phone +49 (0)89 1234-567 | at Lagerstraße 14, 80331 München\nleft 11 Fax: +49 (0)89 1234-568: a fax number\nleft 13 Geschäftsführer: Ida Sommer: not understood\nleft 13 HRB 12345: not understood\n"},
	{"one line", "Ida Sommer, CFO at Norwick Inc. | ida@norwick.example | +44 113 496 0000",
		"SIGNATURE\n1 Ida Sommer | title CFO | org Norwick Inc. | mail ida@norwick.example | phone +44 113 496 0000\n"},
	{"a quoted signature with a name in the address", "> Ida Sommer <ida@norwick.example>\n> CFO\n> 0113 496 0000\n",
		"SIGNATURE\n1 Ida Sommer | title CFO | mail ida@norwick.example | phone 0113 496 0000\n"},
	{"the name is not in the first line", "Norwick\nIda Sommer\nida@norwick.example\n", "SIGNATURE\n1 Ida Sommer | org Norwick | mail ida@norwick.example\n"},
	{"what is not understood", "Ida Sommer\nMistress of Coin\nThe Counting House\nida@gmail.com\n",
		"SIGNATURE\n1 Ida Sommer | mail ida@gmail.com\nleft 2 Mistress of Coin: not understood\nleft 3 The Counting House: not understood\n"},
}

func TestRead(t *testing.T) {
	for _, c := range texts {
		t.Run(c.name, func(t *testing.T) {
			got, err := paste.Read(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if said(got) != c.want {
				t.Errorf("Read(%q) =\n%swant\n%s", c.text, said(got), c.want)
			}
		})
	}
}

// TestReadRefuses reads what is none of the kinds, or names nobody.
func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " \n\t\n", "the text is empty"},
		{"a sentence", "Please call me back tomorrow", "none that is known here"},
		{"a letter", strings.Repeat("Please call me back tomorrow, or on 3 May.\n", 30), "none that is known here"},
		{"bytes", "\xff\xfe\x00", "not UTF-8"},
		{"too much", strings.Repeat("x", 256<<10+1), "at most 262144"},
		{"a table of nobody", "name,title\n,CFO\n", "the row names nobody"},
		{"a table without a header", "Ida Sommer\tCFO\tNorwick\nLeo Brandt\tController\tNorwick\n", "a header line"},
		{"addresses alone", "ida@norwick.example, leo@norwick.example", "an address without a name"},
		{"a signature of nobody", "Norwick Inc.\nT +44 113 496 0000\n", "names nobody"},
		{"a card that was cut off", "BEGIN:VCARD\nVERSION:4.0\nFN:Ida", "cut off"},
		{"too many", "name,title\n" + strings.Repeat("Ida Sommer,CFO\n", 1001), "at most 1000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := paste.Read(c.text)
			var e *graph.Error
			if !errors.As(err, &e) || e.Rule != "paste" || !errors.Is(err, graph.ErrInvalid) || !strings.Contains(e.Msg, c.want) {
				t.Errorf("Read = %v, %v; want a refusal that says %q", got, err, c.want)
			}
		})
	}
}

// FuzzRead holds that any text is read or refused, that what is read names people, in
// one line each, and that it does not depend on how lines end.
func FuzzRead(f *testing.F) {
	for _, c := range texts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := paste.Read(text)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Errorf("Read(%q): %v, want a refusal", text, err)
			}
			return
		}
		if len(got.Rows) == 0 {
			t.Errorf("Read(%q) names nobody", text)
		}
		for _, r := range got.Rows {
			if strings.TrimSpace(r.Name) == "" || strings.ContainsAny(r.Name+r.Title+r.Organization, "\n\r") || !utf8.ValidString(r.Name) || r.Line < 1 {
				t.Errorf("Read(%q) = %+v", text, r)
			}
		}
		again, err := paste.Read(text)
		if err != nil || said(again) != said(got) {
			t.Errorf("Read(%q) is\n%sand then\n%s", text, said(got), said(again))
		}
		if !strings.ContainsAny(text, "\r\"\x85\u2028") {
			other, err := paste.Read(strings.ReplaceAll(text, "\n", "\r\n"))
			if err != nil || said(other) != said(got) {
				t.Errorf("Read(%q) is\n%swith CR LF\n%v %v", text, said(got), other, err)
			}
		}
	})
}
