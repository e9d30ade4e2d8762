"""Values in, what each audience is told out."""
