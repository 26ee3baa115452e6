"""What happens when something happens: events in, records and messages out, without knowing any platform."""
