"""What the rules refuse, and what cannot be meant at all."""

from dataclasses import dataclass, field


@dataclass
class Refused(Exception):
    """What was asked is not done. `words` names the sentence; `also` are people who hear it besides who asked."""

    duty: str
    words: str
    case: str | None = None
    subject: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    suggest: list[str] = field(default_factory=list)
    also: tuple[str | None, ...] = ()


class NotKnown(Exception):
    """An event that names somebody or something nobody has told of; one sentence."""
