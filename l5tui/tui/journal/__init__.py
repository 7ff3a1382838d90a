"""The journal: the chart, the entries, one entry in full, and changes to entries."""
