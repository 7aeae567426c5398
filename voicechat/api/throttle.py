"""How often a person may ask, whatever the limits of the site: far more than a page ever does."""

import logging
import math
import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

logger = logging.getLogger(__name__)


class Throttle(BaseThrottle):
    """Lets each user ask `most` times in each stretch of so many seconds, over all nodes.

    Counts in the cache and keeps nothing itself, as threads share it. A cache that fails stops
    nobody: calls would end for it.
    """

    def __init__(self, name: str, *, most: int, seconds: int) -> None:
        self.name = name
        self.most = most
        self.seconds = seconds

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and say whether it is one too many."""
        stretch = int(time.time() // self.seconds)
        key = f"throttle:{self.name}:{request.user.pk}:{stretch}"
        try:
            try:
                return cache.incr(key) <= self.most
            except ValueError:  # the first of its stretch
                return cache.add(key, 1, self.seconds) or cache.incr(key) <= self.most
        except Exception as error:  # each cache has its own
            logger.warning("requests are not counted: %s", type(error).__name__)
            return True

    def wait(self) -> float:
        """Give the seconds after which to ask again."""
        return math.ceil(self.seconds - time.time() % self.seconds)


# A page asks for a key when it looks as if somebody will press Start, when they do, and when a
# connection was lost; twenty pages of a person that all do so at once stay below.
STARTING = Throttle("start", most=60, seconds=60)
# A page posts what is finished as it comes, and after an outage batches of a hundred one by one.
STORING = Throttle("records", most=300, seconds=30)
