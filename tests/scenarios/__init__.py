"""Whole stories: events in, what must and must not come out."""
