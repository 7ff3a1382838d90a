"""Settings: what a person may set."""
