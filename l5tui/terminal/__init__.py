"""What stands between the app and the terminal: its signals, its modes, what it can show, and what it can make heard.

Only `driver` sits under Textual and imports it; everything else serves the plain session as well.
"""
