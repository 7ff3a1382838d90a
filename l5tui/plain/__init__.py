"""The session as plain lines, for screen readers, pipes and simple terminals, on the same controller as the app."""
