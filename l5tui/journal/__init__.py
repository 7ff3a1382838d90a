"""The journal: entries in TinyDB, in a file that survives crashes, a full disk and a second login."""
