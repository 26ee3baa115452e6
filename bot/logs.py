"""What goes to the log: one line a thing, and of a failure where it happened, never the values it happened with."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger


def configure(level: str) -> None:
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_failed,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    heard = logging.StreamHandler(sys.stderr)
    heard.setFormatter(Libraries("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[heard])


class Libraries(logging.Formatter):
    """What the libraries log of a failure, told as we tell ours; their own sentences about it repeat its words too."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return super().format(record)
        kept = logging.LogRecord(
            record.name, record.levelno, record.pathname, record.lineno, "a failure: %s through %s", told(error), None
        )
        return super().format(kept)


def told(error: BaseException) -> tuple[str, str]:
    """The kind of error, and the lines it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return type(error).__name__, " > ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in frames)


def where_it_failed(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The kind of error and the lines it came through: its own words may hold what somebody typed."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["error"], event["through"] = told(error)
    return event
