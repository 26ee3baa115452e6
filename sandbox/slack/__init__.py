"""A Slack workspace with one app in it."""
