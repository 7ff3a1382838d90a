"""Safety rules: the questions, the consequences of answers and stops, and the gate before a session. Pure."""
