"""Safety on the full screen: the questions, the answers given, and the emergency page."""
