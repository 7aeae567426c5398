"""The form with which people make personas of their own."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from voicechat.models import Persona, SpeechModel, User, Voice
from voicechat.models.catalogue import choices
from voicechat.models.personas import MANY_LINES, ONE_LINE
from voicechat.models.users import MOST_MINUTES
from voicechat.views.fields import ManyLinesField, OneLineField

TOO_LONG = _("At most %(limit_value)s characters: these are %(show_value)s.")
FROM_THE_LIST = _("Choose one from the list.")
SPEEDS = _("Choose a speed from 0.25 to 1.5.")
MINUTES = format_lazy(_("Write a number of minutes from 1 to {most}."), most=MOST_MINUTES)
NOT_IN_RANGE = ("required", "invalid", "min_value", "max_value")
TEXT = {"dir": "auto", "autocomplete": "off"}
UNCUT = ("emoji", "instructions")  # a browser would cut off what is pasted, without a word


class PersonaForm(forms.ModelForm[Persona]):
    """All of a persona that is for its owner to say."""

    class Meta:
        model = Persona
        fields = [
            *("name", "emoji", "description", "instructions", "opening_line"),
            *("voice", "speed", "languages", "turn_detection", "noise_reduction"),
            *("model", "reasoning_effort", "max_minutes"),
        ]
        field_classes = {
            **dict.fromkeys(ONE_LINE, OneLineField),
            **dict.fromkeys(MANY_LINES, ManyLinesField),
        }
        labels = {"description": _("In a few words"), "max_minutes": _("At most, in minutes")}
        help_texts = {
            "name": _("So it is called in lists, and beside what it says."),
            "emoji": _("Its face. Empty: the first letter of its name."),
            "description": _("What one talks with it about."),
            "instructions": _(
                "Who this is, how it talks, what it does and what it leaves. It is all heard, not "
                "read: ask for short sentences rather than lists."
            ),
            "opening_line": _("It says this at the start of a call. Empty: you speak first."),
            "speed": "",
            "turn_detection": _("A pause is quick; a thought may take its time."),
            "languages": _("Codes such as “en, de, ja” help to write down what you say."),
            "noise_reduction": _("What your microphone is most like."),
            "model": _("What listens, thinks and speaks. They differ in what they cost."),
            "reasoning_effort": _("For models that reason. More is slower."),
            "max_minutes": _("Then the conversation ends. It can be continued."),
        }
        widgets = {
            **{name: forms.TextInput(TEXT) for name in ("name", "description", "opening_line")},
            "emoji": forms.TextInput({"autocomplete": "off", "placeholder": "🌿"}),
            "instructions": forms.Textarea({**TEXT, "rows": 12}),
            "speed": forms.NumberInput({"type": "range", "min": 0.25, "max": 1.5, "step": 0.05}),
            "languages": forms.TextInput(
                {"autocapitalize": "none", "spellcheck": "false", "placeholder": _("Any")}
            ),
            "max_minutes": forms.NumberInput({"min": 1, "max": MOST_MINUTES}),
        }
        error_messages = {
            "name": {"required": _("Give it a name."), "max_length": TOO_LONG},
            "emoji": {"max_length": _("This is too long for a face. One emoji is enough.")},
            "description": {"max_length": TOO_LONG},
            "instructions": {
                "required": _("Say who this is and how it talks."),
                "max_length": TOO_LONG,
            },
            "opening_line": {"max_length": TOO_LONG},
            "speed": dict.fromkeys(NOT_IN_RANGE, SPEEDS),
            "max_minutes": dict.fromkeys(NOT_IN_RANGE, MINUTES),
            **dict.fromkeys(
                ("turn_detection", "noise_reduction", "reasoning_effort"),
                dict.fromkeys(("required", "invalid_choice"), FROM_THE_LIST),
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("voice", Voice), ("model", SpeechModel)):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                choices=choices(kind, getattr(self.instance, name)),
                error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
            )
        reasoning = SpeechModel.offered().filter(reasons=True).values_list("name", flat=True)
        self.fields["model"].widget.attrs["data-reasoning"] = json.dumps(list(reasoning))
        for name in UNCUT:
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean_languages(self) -> str:
        """Forgive capitals, and a comma too many."""
        codes = self.cleaned_data["languages"].lower().split(",")
        return ", ".join(code.strip() for code in codes if code.strip())

    def focus_on_error(self) -> None:
        """Have the page open at the first field that needs another look."""
        wrong = [name for name in self.fields if name in self.errors]
        for name in wrong[:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    def keep(self, user: User) -> bool:
        """Save the persona as a user's own, or say beside the fields why that cannot be."""
        try:
            self.instance.keep(user)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True
