package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/paste"
)

func (a *app) addCommand() *cobra.Command {
	o := importer.Options{Partial: true}
	var asOf, reason string
	var same []string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "add [TEXT...]",
		Short: "Add people from what you paste: a table, a signature, addresses, vCard",
		Long: `add reads what you paste and adds the people in it: a table with a header line
(tabs, commas, semicolons or drawn with bars), the signature below a mail, a list
such as Name <mail> from the To line of one, or vCard. Without TEXT it reads
standard input: paste, then Ctrl-D.

It shows what it read, what it did not understand, who of it is known already and
why, and what changes. Somebody is taken for the same by an e-mail address, a profile,
or a name at the same company; --same says otherwise. It is one edit, which
kith undo takes back. Exit code 4: nothing was written.`,
		Example: `  kith add --dry-run < signature.txt
  kith add "Ida Sommer <ida@norwick.example>; Leo Brandt <leo@norwick.example>"
  kith add --same 2=p-leo-brandt --same 3=new < table.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asOf != "" {
				d, err := day("as-of", asOf)
				if err != nil {
					return err
				}
				o.AsOf = d
			}
			decisions, err := decisions(same)
			if err != nil {
				return err
			}
			text := strings.Join(args, "\n")
			if len(args) == 0 {
				data, err := io.ReadAll(io.LimitReader(a.in, paste.MaxBytes+1))
				if err != nil {
					return err
				}
				text = string(data)
			}
			read, err := paste.Read(text)
			if err != nil {
				return notWritten(err)
			}
			w, err := a.openToAdd(cmd.Context(), dryRun)
			if err != nil {
				return err
			}
			defer w.Close()
			s, err := w.Snapshot(cmd.Context(), w.ws)
			if err != nil {
				return err
			}
			now := view.On(s, today())
			matches := paste.Find(now, read.Rows)
			ready, err := paste.Prepare(now, read.Rows, matches, decisions)
			if err != nil {
				return notWritten(err)
			}
			printPasted(a.out, read, matches, ready)
			if len(ready.Files) == 0 {
				return &exitError{exitRefused, errors.New("no row can be taken until somebody decides; nothing was written")}
			}
			o.Same = ready.Same
			return a.doImport(cmd.Context(), w, ready.Files, o, dryRun, cmp.Or(reason, "added from a pasted text"))
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Source, "source", paste.Source, "short name of where the text comes from")
	f.StringVar(&asOf, "as-of", "", "the day for which the text speaks (default: today)")
	f.BoolVar(&dryRun, "dry-run", false, "show what would change and write nothing")
	f.StringArrayVar(&same, "same", nil, "what a row means, as ROW=ID of a person or an organization, or ROW=new for a new person; may be repeated")
	f.StringArrayVar(&o.Ours, "ours", nil, "an organization that is ours, by name; may be repeated")
	f.StringArrayVar(&o.Customers, "customer", nil, "an organization to make a customer account of, by name; may be repeated")
	f.StringVar(&reason, "reason", "", "why, for the history")
	return cmd
}

// decisions reads --same flags.
func decisions(list []string) ([]paste.Decision, error) {
	var out []paste.Decision
	for _, s := range list {
		row, id, ok := strings.Cut(s, "=")
		n, err := strconv.Atoi(row)
		if !ok || err != nil || id == "" {
			return nil, &exitError{exitUsage, fmt.Errorf("--same %q: ROW=ID or ROW=new is wanted", s)}
		}
		if id == "new" {
			id = ""
		}
		out = append(out, paste.Decision{Row: n, ID: graph.ID(id)})
	}
	return out, nil
}

// kindWords are the words for what a text was read as.
var kindWords = map[paste.Kind]string{paste.Table: "a table", paste.Cards: "vCard", paste.Addresses: "a list of addresses", paste.Signature: "a signature"}

func printPasted(w io.Writer, t *paste.Text, matches [][]paste.Match, ready paste.Prepared) {
	fmt.Fprintf(w, "read as %s of %s\n", kindWords[t.Kind], say.Count(len(t.Rows), "person", "people"))
	for i, r := range t.Rows {
		text := r.Name
		for _, part := range []string{r.Title, r.Department, r.Organization, strings.Join(r.Emails, " "), strings.Join(r.Links, " "), r.Location, r.Website} {
			if part != "" {
				text += " | " + part
			}
		}
		if r.Manager != "" {
			text += " | reports to " + r.Manager
		}
		if len(r.Phones) > 0 {
			text += " | not kept: " + strings.Join(r.Phones, ", ")
		}
		fmt.Fprintf(w, "  %d %s\n", i+1, plain(text))
		if open := ready.Becomes[i].Open; open != "" {
			fmt.Fprintf(w, "    left out: %s (--same %d=ID)\n", plain(open), i+1)
		}
		for _, m := range matches[i] {
			verb := "may be"
			if m.ID == ready.Becomes[i].Person || m.ID == ready.Becomes[i].Organization {
				verb = "is"
			}
			where := ""
			if m.Where != "" {
				where = " (" + m.Where + ")"
			}
			fmt.Fprintf(w, "    %s %s %s%s: %s\n", verb, plain(string(m.ID)), plain(m.Name), plain(where), plain(m.Reason))
		}
	}
	for _, l := range t.Left {
		fmt.Fprintf(w, "  line %d not taken: %s: %s\n", l.Line, plain(l.Text), plain(l.Why))
	}
}
