"""Claims about what is recorded and said."""
