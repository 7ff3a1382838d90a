"""What screens are made of. A widget draws what it is handed; it has no timer and keeps no state of its own."""
