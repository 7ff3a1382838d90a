"""A dose that follows the body: grades of sessions, levels of exercises, and when to talk to someone."""
