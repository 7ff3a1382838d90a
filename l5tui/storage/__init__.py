"""Files that survive a crash, a full disk and a second writer. It knows bytes and documents, not pain."""
