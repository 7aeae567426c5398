"""How many requests there are, and which."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take these from the command."""
    parser.addoption("--requests", type=int, default=900, help="how many")
    parser.addoption("--seed", type=int, default=1, help="which")
