"""Fields of forms for text, in which nothing is kept that is no text."""

from typing import Any

from django import forms

from voicechat.plain import many_lines, one_line


class OneLineField(forms.CharField):
    """A field for text of one line."""

    def to_python(self, value: Any) -> str:
        """Leave nothing that would break the line or turn its direction."""
        return one_line(super().to_python(value) or "")


class ManyLinesField(forms.CharField):
    """A field for text of many lines, whose ends count as one character, as they do on the page."""

    def to_python(self, value: Any) -> str:
        """Leave nothing but lines and their ends."""
        return many_lines(super().to_python(value) or "").strip()
