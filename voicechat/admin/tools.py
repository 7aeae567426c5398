"""The servers with tools of a persona. What they are signed in to with is entered, never shown."""

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicechat.admin.changes import differences
from voicechat.exchange.document import MOST_SERVERS
from voicechat.models import McpServer, Persona
from voicechat.models.changes import because
from voicechat.models.mcp import CredentialError

BEARER = "bearer "
WHAT_TOOLS_ARE = _(
    "While somebody talks with this persona, the provider asks this server by itself, whenever the "
    "model finds it useful, and without asking anybody: it sends what the model decides to send. "
    "Whatever the credential allows, everybody who talks with the persona can bring about."
)


class McpServerForm(forms.ModelForm[McpServer]):
    """A server, with a field for its credential that starts empty every time."""

    new_credential = forms.CharField(
        label=_("Credential"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "class": "vTextField"}),
        help_text=_(
            "A token that the provider shows the server, or env:MCP_… for one in an environment "
            "variable of that name. Kept encrypted, and never shown again. Empty: stays as it is."
        ),
    )
    forget = forms.BooleanField(label=_("Remove the credential"), required=False)

    class Meta:
        model = McpServer
        fields = ["label", "url", "allowed_tools"]
        widgets = {
            "url": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "allowed_tools": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def clean_new_credential(self) -> str:
        """Take a token for a token, however it is written, and keep it in its place."""
        text: str = self.cleaned_data["new_credential"].strip()
        if text.lower().startswith(BEARER):
            text = text[len(BEARER) :].strip()
        if text:
            self.instance.authorize(text)
            because(self.instance, gettext("It got another credential."))
        return text

    def clean(self) -> dict[str, Any]:
        """Have no credential go to another server than it was entered for."""
        cleaned = super().clean() or {}
        is_entered = bool(cleaned.get("new_credential"))
        if cleaned.get("forget") and not is_entered:
            self.instance.authorize("")
            because(self.instance, gettext("Its credential was removed."))
        is_kept = bool(self.instance.credential) and not is_entered
        if is_kept and self.initial.get("url") != cleaned.get("url"):
            message = _("The address is another one: enter the credential for it, or remove it.")
            self.add_error("new_credential", ValidationError(message))
        return cleaned


def tool_changes(persona_pk: Any) -> list[Any]:
    """Give what was changed of a persona's servers, the newest first, with those that are gone."""
    kept = McpServer.history.filter(persona_id=persona_pk).select_related("history_user")
    versions = list(kept.order_by("id", "-history_date", "-history_id"))
    for newer, older in pairwise(versions):
        if newer.id == older.id:
            newer.history_delta_changes = differences(McpServer, newer, older)
    return sorted(versions, key=lambda version: version.history_date, reverse=True)


class McpServerInline(admin.StackedInline[McpServer, Persona]):
    """The servers with tools of a persona."""

    model = McpServer
    form = McpServerForm
    readonly_fields = ["kept"]
    extra = 0
    max_num = MOST_SERVERS
    verbose_name_plural = _("Tools (MCP servers)")

    def get_fieldsets(self, request: HttpRequest, obj: Persona | None = None) -> Any:
        """Leave the fields of the form alone to those who may write: others only read."""
        fields = ["label", "url", "allowed_tools", "kept"]
        if self.has_add_permission(request, obj) or self.has_change_permission(request, obj):
            fields += ["new_credential", "forget"]
        return [(None, {"fields": fields, "description": WHAT_TOOLS_ARE})]

    @admin.display(description=_("credential now"))
    def kept(self, server: McpServer) -> str:
        """Say whether there is one, and no more."""
        try:
            is_set = bool(server.authorization())
        except CredentialError as error:
            return str(_("Cannot be used, so calls go without these tools. %s") % error)
        if server.variable:
            return str(_("In the variable %s.") % server.variable)
        return str(_("Set.") if is_set else _("None."))
