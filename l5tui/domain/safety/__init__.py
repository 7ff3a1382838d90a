"""Safety: the questions, what their answers and a stop mean, and what may start. Pure."""
