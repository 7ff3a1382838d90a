"""Help: all keys of a screen, and the notice."""
