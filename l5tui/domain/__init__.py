"""Domain types and rules: exercise, routine, dose, pain, symptoms, safety, entry. Plain values, no I/O."""
