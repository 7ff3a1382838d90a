"""The journal's place: chart, entries, one entry, and changing them."""
