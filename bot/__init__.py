"""The outside world: Slack, Telegram, web, command line, settings, clock, pulse, wiring."""
