"""The guide: pages to read."""
