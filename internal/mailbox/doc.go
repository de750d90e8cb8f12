// Package mailbox reads who was in touch with whom out of mailboxes (mbox),
// single messages (EML) and calendars (iCalendar): by headers alone. A body, an
// attachment, the text of an event is passed over as it is read, and so is a subject
// unless [Options] ask for it.
//
// A [Correspondence] is what the files of one import have in common: which
// message answers which, which occurrence of a series was moved, and what has been
// counted already. Every file is read twice: [Correspondence.Index] first, for all
// files, then [Correspondence.Open], whose [Reader] returns a [Contact] for each
// message and each meeting that is one, and counts the others by reason.
//
// # What is no contact
//
// Mail that nobody wrote to somebody: mailing lists, bounces, automatic replies,
// invitations and the answers to them (the calendar has those), spam, drafts.
// Meetings that did not take place, or are still to come, or were declined. Rooms,
// resources and groups are nobody.
//
// # Days and zones
//
// The day of a message is the one on which its sender wrote it, as the Date field
// has it. The day of a meeting is the one of the zone in which it was made; one
// that is written in UTC is put into the zone of its calendar, where that says one.
//
// # Limits
//
// Files stream. What is kept of a file beyond one message or event is some 50 bytes
// a message: its place in its thread, and that it was counted. A line of a header is
// read up to 64 KiB, a header and an event up to 256 KiB, a message names at most 500
// people, a series has at most 5000 meetings; beyond that the message, event or
// series is skipped and told. Whatever a file holds is text: no value of it
// is executed, opened or asked for.
package mailbox
