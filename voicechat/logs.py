"""What may stand in the site's log."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from voicechat.request_log import facts

# What a link is known by: whoever has it may read a conversation, join, or set a password.
TOKEN = re.compile(r"(/(?:shared|invitations|confirm-email|password/reset/key)/)[^/\s?\"']+")
# What PostgreSQL adds to an error: the row that it refused, with all that was said in it.
DETAIL = re.compile(r"\nDETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)


class LineFormatter(logging.Formatter):
    """A line for each record, with the traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record, without the tokens of links."""
        return TOKEN.sub(r"\1…", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the library's name)
        """Write a traceback, without what the database tells of the row."""
        return DETAIL.sub("", super().formatException(ei))


class JSONFormatter(LineFormatter):
    """One object a line, for what collects and searches logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record with the request that it belongs to."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **facts(),
            **getattr(record, "answered", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return TOKEN.sub(r"\1…", json.dumps(line, ensure_ascii=False, default=str))
