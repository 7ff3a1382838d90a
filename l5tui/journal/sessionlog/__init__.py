"""The running session on disk: an append-only log, offered after a crash, and handed over between logins."""
