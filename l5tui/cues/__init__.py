"""Cues of a session: bell, window title, notification and speech, with one player for both user interfaces."""
