"""Claims about the outside world."""
