"""The rules: working days, packs, duties, ladders. Pure: no I/O, no clock."""
