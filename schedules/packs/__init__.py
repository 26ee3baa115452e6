"""Rule packs: every figure of the rules, a setting that a council may change."""

from schedules.packs.pack import Kind, Ladder, Limit, Recipient, RulePack, Rung, Span
from schedules.packs.reading import BUILT_IN, BadPack, load_pack, parse_pack
from schedules.packs.rules import Rules

__all__ = [
    "BUILT_IN",
    "BadPack",
    "Kind",
    "Ladder",
    "Limit",
    "Recipient",
    "RulePack",
    "Rules",
    "Rung",
    "Span",
    "load_pack",
    "parse_pack",
]
