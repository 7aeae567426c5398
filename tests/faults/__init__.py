"""What can go wrong during a call, tried on real parts. See `docs/reliability.md`."""

import pytest

pytest.register_assert_rewrite("tests.faults.kept")
