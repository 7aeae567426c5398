"""What may stand in the site's log."""

import logging
import re

TOKEN = re.compile(r"(/(?:shared|invitations)/)[^/\s?\"']+")


class WithoutTokens(logging.Filter):
    """Leaves out what a link is known by: whoever has it may read a conversation, or join."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Have every record logged, without that."""
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(r"\1…", message), None
        return True
