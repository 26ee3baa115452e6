"""The demo as a visitor meets it: its page, in a real browser."""
