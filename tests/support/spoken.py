"""What the fake microphone says, as it is looked for in a transcript."""

import re

from tests.support.speech import KEY_WORDS

# All key words, in any order.
SPOKEN = re.compile("".join(f"(?=.*{word})" for word in sorted(KEY_WORDS)), re.I | re.S)
