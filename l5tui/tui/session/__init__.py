"""The screens of a session: check-in, the session itself, it hurts, check-out, summary, and interrupted sessions."""
