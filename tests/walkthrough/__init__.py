"""One case's week from end to end, through the platforms' own HTTP: what people press, and what they see."""
