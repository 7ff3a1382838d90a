"""The layer between the app and the terminal: signals, modes, input, output and capabilities.

Only the modules under Textual's app (`driver` and those that it alone uses) import it; the plain session uses the rest.
"""
