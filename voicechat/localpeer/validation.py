"""Small checks that combine into a schema written as data.

A check takes a JSON value and the path that leads to it, and raises `ApiError`
naming that path when the value does not fit.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .errors import ApiError

Check = Callable[[object, str], None]


def text(value: object, path: str) -> None:
    """A string."""
    if not isinstance(value, str):
        raise _wrong_type(value, path, "a string")


def audio(value: object, path: str) -> None:
    """PCM16 as base64."""
    text(value, path)
    try:
        sound = b64decode(str(value), validate=True)
    except ValueError:
        raise _invalid(path, "Expected base64.") from None
    if len(sound) % 2:
        raise _invalid(path, "Expected whole samples of 16 bits.")


def flag(value: object, path: str) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        raise _wrong_type(value, path, "a boolean")


def anything(value: object, path: str) -> None:
    """Any JSON value."""


def number(low: float, high: float) -> Check:
    """A number from `low` to `high`, both included."""

    def check(value: object, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong_type(value, path, "a number")
        if not low <= value <= high:
            raise _invalid(path, f"Expected a number from {low} to {high}.")

    return check


def integer(low: int, high: int) -> Check:
    """A whole number from `low` to `high`, both included."""

    def check(value: object, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_type(value, path, "an integer")
        if not low <= value <= high:
            raise _invalid(path, f"Expected an integer from {low} to {high}.")

    return check


def one_of(*values: str) -> Check:
    """One of these strings."""

    def check(value: object, path: str) -> None:
        text(value, path)
        if value not in values:
            raise _invalid(path, "Supported values are: " + ", ".join(map(repr, values)) + ".")

    return check


def string_or(string: Check, otherwise: Check) -> Check:
    """A string that `string` accepts, or any other value that `otherwise` accepts."""

    def check(value: object, path: str) -> None:
        (string if isinstance(value, str) else otherwise)(value, path)

    return check


def list_or(items: Check, otherwise: Check) -> Check:
    """A list that `items` accepts, or any other value that `otherwise` accepts."""

    def check(value: object, path: str) -> None:
        (items if isinstance(value, list) else otherwise)(value, path)

    return check


def nullable(check: Check) -> Check:
    """What `check` accepts, or null."""

    def accept(value: object, path: str) -> None:
        if value is not None:
            check(value, path)

    return accept


def list_of(item: Check, low: int = 0, high: int = 128) -> Check:
    """A list of `low` to `high` items, each accepted by `item`."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise _wrong_type(value, path, "an array")
        if not low <= len(value) <= high:
            raise _invalid(path, f"Expected {low} to {high} items.")
        for index, each in enumerate(value):
            item(each, f"{path}[{index}]")

    return check


@dataclass(frozen=True)
class Required:
    """Marks a field that an object must have."""

    check: Check

    def __call__(self, value: object, path: str) -> None:
        self.check(value, path)


def map_of(item: Check) -> Check:
    """An object with any field names, whose values `item` accepts."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong_type(value, path, "an object")
        for name, each in value.items():
            item(each, _join(path, name))

    return check


def fields(known: Mapping[str, Check]) -> Check:
    """An object with only `known` fields, and with all that are `Required`."""
    required = [name for name, check in known.items() if isinstance(check, Required)]

    def check(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong_type(value, path, "an object")
        for name, each in value.items():
            where = _join(path, name)
            if name not in known:
                message = f"Unknown parameter: '{where}'."
                raise ApiError(message, code="unknown_parameter", param=where)
            known[name](each, where)
        for name in required:
            if name not in value:
                raise _missing(_join(path, name))

    return check


def tagged(variants: Mapping[str, Mapping[str, Check]], tag: str = "type") -> Check:
    """An object whose field `tag` says which of several sets of fields it has."""
    known_tag = one_of(*variants)
    checks = {name: fields({tag: text, **known}) for name, known in variants.items()}

    def check(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong_type(value, path, "an object")
        if tag not in value:
            raise _missing(_join(path, tag))
        known_tag(value[tag], _join(path, tag))
        checks[value[tag]](value, path)

    return check


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _missing(path: str) -> ApiError:
    return ApiError(
        f"Missing required parameter: '{path}'.", code="missing_required_parameter", param=path
    )


def _invalid(path: str, expected: str) -> ApiError:
    return ApiError(f"Invalid value for '{path}'. {expected}", code="invalid_value", param=path)


_TYPE_NAMES = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
}


def _wrong_type(value: object, path: str, expected: str) -> ApiError:
    got = _TYPE_NAMES.get(type(value), "null")
    message = f"Invalid type for '{path}': expected {expected}, but got {got} instead."
    return ApiError(message, code="invalid_type", param=path)
