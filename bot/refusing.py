"""How a command refuses: one sentence on stderr and exit status 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def told(*kinds: type[Exception]) -> Iterator[None]:
    """A refusal of ours is a sentence; anything else is a bug and travels up."""
    try:
        yield
    except kinds as error:
        sys.stdout.flush()
        print(f"dutybell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
