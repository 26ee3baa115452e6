"""What every adapter owes the rest of the house, over real HTTP and WebSocket against the sandbox."""
