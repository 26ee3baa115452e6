"""What holds whatever happens: any sequence of events, drawn by hypothesis, the same ones every time."""
