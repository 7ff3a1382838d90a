"""Settings, keys, paths and errors, shared by the full screen, plain lines and the command line."""
