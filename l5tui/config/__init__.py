"""Settings, keys, paths, errors: what both faces and the command line read."""
