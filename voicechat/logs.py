"""What may stand in the site's log."""

import logging
import re

TOKEN = re.compile(r"(/shared/)[^/\s?\"']+")


class WithoutTokens(logging.Filter):
    """Leaves out what a shared link is known by, as whoever has it may read a conversation."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Have every record logged, without that."""
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(r"\1…", message), None
        return True
