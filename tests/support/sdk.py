"""The official SDK's types as judge. They let unknown fields pass; this does not."""

from typing import Any, TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], value: Any) -> Model:
    """Hold a value against a type of the SDK, refusing fields that the type does not know."""
    found = model.model_validate(value)
    _refuse_extras(found, model.__name__)
    return found


def _refuse_extras(value: Any, path: str) -> None:
    if isinstance(value, BaseModel):
        assert not value.model_extra, f"{path} does not know {sorted(value.model_extra)}"
        for name in value.model_fields_set:
            _refuse_extras(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for part in value:
            _refuse_extras(part, path)
