// Package sqlitestore keeps workspaces in SQLite files, one a workspace, in one
// directory. It is kith's default store: nothing to install, nothing to run.
//
//	acme.db        the workspace acme; acme.db-wal and acme.db-shm belong to it
//	kith.lock      who may write; held while a store is open
//
// A file is an ordinary SQLite database in WAL mode that any SQLite tool can
// read while kith runs: the tables node and edge are the current facts, commits
// is the log of how they came about. docs/storage.md describes them.
//
// A commit is durable when Apply returns: every commit is synced to the disk
// (synchronous=FULL). Rows carry checksums, so that a byte that went bad is
// found and not served.
//
// One process at a time writes a directory; any number may read it, with
// Options.ReadOnly or with other tools. The directory must be on a local file
// system: WAL needs shared memory, and network file systems have none.
package sqlitestore
