"""The guide: what there is to read."""
