"""A dose that follows the body: grades of sessions, levels of exercises, and reasons to seek help."""
