"""Entry point of `python -m voicechat.localpeer`."""

import sys

from .cli import main

sys.exit(main())
