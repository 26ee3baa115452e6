"""`make demo`: Dutybell at work for an authority that does not exist, with a Slack and a Telegram on this machine."""
