package alike_test

import (
	"testing"

	"github.com/kithgraph/kith/internal/alike"
)

// The spellings of one thing have one form, and those of two things have two.
func TestSpellings(t *testing.T) {
	company := func(s string) string { _, core := alike.Company(s); return core }
	for name, c := range map[string]struct {
		of    func(string) string
		same  []string
		other []string
	}{
		"mail":           {alike.Mail, []string{"Ann.Lee@Norwick.example", " ann.lee@norwick.example ", "ann.lee+news@norwick.example", "ann.lee@norwick.example."}, []string{"annlee@norwick.example", "ann.lee@norwick.test"}},
		"mail of Gmail":  {alike.Mail, []string{"ann.lee@gmail.com", "annlee@googlemail.com", "A.N.N.LEE+x@gmail.com"}, []string{"ann.lee2@gmail.com"}},
		"link":           {alike.Link, []string{"https://www.linkedin.com/in/Ann-Lee/", "http://de.linkedin.com/in/ann-lee", "linkedin.com/in/ann-lee?trk=1", "https://linkedin.com/in/ann-lee/de-de/", "https://m.linkedin.com/mwlite/in/ann-lee#x", "linkedin.com/in/ann%2Dlee"}, []string{"linkedin.com/in/ann-lee-2", "linkedin.com/company/ann-lee"}},
		"link of a site": {alike.Link, []string{"https://norwick.example/team/ann/", "http://www.norwick.example/team/ann"}, []string{"norwick.example/team/ben", "norwick.example"}},
		"site":           {alike.Site, []string{"https://www.Norwick.example/en?x", "norwick.example", "http://norwick.example:8080/"}, []string{"eu.norwick.example"}},
		"name":           {alike.Name, []string{"Ann Lee", "Lee, Ann", "Dr. Ann  LEE", "Ann B. Lee", "Änn Lee"}, []string{"Ann Lee Jr", "Ann Lee Sr", "Anna Lee", "Ann Lea"}},
		"name in Han":    {alike.Name, []string{"王芳"}, []string{"王方"}},
		"company":        {company, []string{"Norwick", "NORWICK INC.", "Norwick, Inc", "The Norwick Company", "Norwick S.A.", "Norwick GmbH & Co. KG", "Norwick S.à r.l."}, []string{"Norwick Foods", "Norwich"}},
	} {
		t.Run(name, func(t *testing.T) {
			want := c.of(c.same[0])
			if want == "" {
				t.Fatalf("%q has no form", c.same[0])
			}
			for _, s := range c.same {
				if got := c.of(s); got != want {
					t.Errorf("%q is %q, want %q as of %q", s, got, want, c.same[0])
				}
			}
			for _, s := range c.other {
				if got := c.of(s); got == want {
					t.Errorf("%q is %q, as %q is", s, got, c.same[0])
				}
			}
		})
	}
	for _, s := range []string{"", "ann", "@norwick.example", "ann@", "a@b@c"} {
		if got := alike.Mail(s); got != "" {
			t.Errorf("Mail(%q) = %q, want none", s, got)
		}
	}
	for _, s := range []string{"", "Ann", "A. B.", "Dr. Lee"} {
		if got := alike.Name(s); got != "" {
			t.Errorf("Name(%q) = %q, want none", s, got)
		}
	}
}

// One name may be another's with initials, and is not that of another generation.
func TestOneName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Ines Caldera", "I. Caldera", true},
		{"Ines Caldera", "Caldera, Ines", true},
		{"Ines Maria Caldera", "Ines Caldera", true},
		{"Ines M. Caldera", "Ines Maria Caldera", true},
		{"Ines A. Caldera", "Ines B. Caldera", false},
		{"Hans Meyer", "Hans Meyer jr.", false},
		{"Hans Meyer sen.", "Hans Meyer jun.", false},
		{"Hans Meyer", "Eva Meyer", false},
		{"H. M.", "Hans Meyer", false},
		{"Meyer", "Hans Meyer", true},
		{"", "Hans Meyer", false},
		{"王芳", "王芳", true},
	} {
		if got := alike.OneName(c.a, c.b); got != c.want {
			t.Errorf("OneName(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if got := alike.OneName(c.b, c.a); got != c.want {
			t.Errorf("OneName(%q, %q) = %v, want %v", c.b, c.a, got, c.want)
		}
	}
}

// Addresses that several people use, and those of one.
func TestSharedBox(t *testing.T) {
	for address, want := range map[string]bool{"info@x.example": true, "Team@x.example": true, "no-reply@x.example": true, "svc-backup@x.example": true, "ann@x.example": false, "information@x.example": false} {
		if got := alike.SharedBox(address); got != want {
			t.Errorf("SharedBox(%q) = %v, want %v", address, got, want)
		}
	}
}

func FuzzSpellings(f *testing.F) {
	f.Add("Ann.Lee+x@googlemail.com")
	f.Add("https://de.linkedin.com/in/ann-lee/")
	f.Fuzz(func(t *testing.T, s string) {
		if m := alike.Mail(s); alike.Mail(m) != m {
			t.Errorf("Mail(%q) = %q is not a form of its own: %q", s, m, alike.Mail(m))
		}
		_, core := alike.Company(s)
		if _, again := alike.Company(core); again != core {
			t.Errorf("Company(%q) = %q is not a form of its own: %q", s, core, again)
		}
		alike.Link(s)
		alike.OneName(s, s)
	})
}

// Who is nobody: by a name, by a part of one, and by an address that says the same; two
// words are mostly the name of a person who reads it.
func TestNobody(t *testing.T) {
	for _, c := range []struct {
		name, mail string
		want       bool
	}{
		{"Reception", "", true}, {"svc-backup", "", true}, {"Meeting Room Oslo", "", true}, {"Norwick Inc Front Office", "office@norwick.example", true},
		{"Reception Desk", "reception@norwick.example", true}, {"Support Team", "support@norwick.example", true}, {"Mark Sales", "sales@norwick.example", false},
		{"Ann Lee", "", false}, {"Ann Lee", "info@norwick.example", false}, {"Ann Sales", "ann@norwick.example", false}, {"Rita Roomes", "rita@norwick.example", false},
	} {
		var mails []string
		if c.mail != "" {
			mails = []string{c.mail}
		}
		if got := alike.Nobody(c.name, mails); got != c.want {
			t.Errorf("Nobody(%q, %q) = %v, want %v", c.name, c.mail, got, c.want)
		}
	}
}
