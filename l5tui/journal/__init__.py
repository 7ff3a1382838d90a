"""The journal: entries in TinyDB, in a file that no crash, full disk or second login can destroy."""
