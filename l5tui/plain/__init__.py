"""The session as plain lines, for screen readers, pipes and the dullest terminal: a second face on one controller."""
