"""A session's face: check-in, the guided session, it hurts, check-out, summary, and sessions cut off."""
