"""What a session makes heard and noticed: bell, title, notification, speech. One player for both faces."""
