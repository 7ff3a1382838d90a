"""Widgets that two or more features share. A widget draws what it is given; it has no timer and no state of its own."""
