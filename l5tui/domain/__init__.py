"""What the words mean: exercise, routine, dose, pain, safety, entry. Plain values, no I/O."""
