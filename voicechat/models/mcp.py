"""Tools of personas: servers of the Model Context Protocol, which the provider asks itself."""

import logging
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from voicechat.models.changes import Changes
from voicechat.realtime.session import JSON
from voicechat.sealing import BrokenSealError, seal, unseal

if TYPE_CHECKING:
    from voicechat.models.personas import Persona

logger = logging.getLogger(__name__)

# As the provider has it for `server_label`.
LABEL = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*\Z")
TOOL_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
SEPARATORS = re.compile(r"[\s,]+")
# Only variables that are meant for it, so that nobody sends the site's other secrets anywhere.
ENVIRONMENT = "env:"
VARIABLE = re.compile(r"MCP_[A-Z0-9_]+")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class CredentialError(Exception):
    """A server's credential cannot be had; says why, in words for an admin."""


def check_address(address: str) -> None:
    """Refuse what is no safe address of a server. Raises ValidationError."""
    try:
        found = urlsplit(address)
        host = found.hostname
        found.port  # noqa: B018  (raises for what is no number)
    except ValueError:
        host = None
    if not host or not re.fullmatch(r"[\x21-\x7e]+", address):
        raise ValidationError(_("This is not an address."))
    is_local = settings.REALTIME_IS_LOCAL and host in LOCAL_HOSTS
    if found.scheme != "https" and not (is_local and found.scheme == "http"):
        raise ValidationError(_("The address has to begin with https://."))
    if found.username is not None or found.query or found.fragment:
        # Whoever talks with the persona can read the address.
        raise ValidationError(
            _("Leave out names, passwords and what follows “?”: keys belong into the credential.")
        )


def check_tool_names(text: str) -> None:
    """Refuse what cannot be names of tools. Raises ValidationError."""
    for name in tool_names(text):
        if not TOOL_NAME.fullmatch(name):
            raise ValidationError(_("“%(name)s” cannot be a tool's name."), params={"name": name})


def tool_names(text: str) -> list[str]:
    """Give the names in a text that separates them by commas or space, each once."""
    return list(dict.fromkeys(name for name in SEPARATORS.split(text) if name))


class McpServerQuerySet(models.QuerySet["McpServer"]):
    """Servers by how their credential is kept."""

    def sealed(self) -> "McpServerQuerySet":
        """Give those whose credential is here, and not only named."""
        return self.exclude(credential="").exclude(credential__startswith=ENVIRONMENT)


class McpServer(models.Model):
    """A server with tools that the model may use while it talks as a persona.

    Its credential is written and never read by anybody but the provider.
    """

    persona = models.ForeignKey(
        "voicechat.Persona",
        verbose_name=_("persona"),
        on_delete=models.CASCADE,
        related_name="mcp_servers",
    )
    label = models.CharField(
        _("label"),
        max_length=64,
        validators=[
            RegexValidator(LABEL, _("Letters, digits, “-” and “_”; the first one is a letter."))
        ],
        help_text=_("Names the server in a call, such as “weather”."),
    )
    url = models.CharField(
        _("address"),
        max_length=500,
        validators=[check_address],
        help_text=_("Where the server is, such as https://mcp.example.com/mcp."),
    )
    allowed_tools = models.TextField(
        _("allowed tools"),
        max_length=4_000,
        blank=True,
        validators=[check_tool_names],
        help_text=_("Names such as “forecast, tides”. Empty: all that the server has."),
    )
    credential = models.TextField(_("credential"), blank=True, editable=False)

    objects = McpServerQuerySet.as_manager()
    history = Changes(excluded_fields=["credential"])

    class Meta:
        verbose_name = _("MCP server")
        verbose_name_plural = _("MCP servers")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["persona", "label"], name="mcp_label_is_unique")
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Write the names of tools in one way."""
        self.allowed_tools = ", ".join(tool_names(self.allowed_tools))

    def authorize(self, text: str) -> None:
        """Keep a credential, or that there is none: a secret, sealed, or `env:NAME`, by name.

        Raises ValidationError for the name of a variable that is not meant for this.
        """
        if text.startswith(ENVIRONMENT):
            if not VARIABLE.fullmatch(text.removeprefix(ENVIRONMENT)):
                raise ValidationError(_("The variable's name has to begin with MCP_."))
            self.credential = text
        else:
            self.credential = seal(text) if text else ""

    @property
    def variable(self) -> str:
        """The name of the environment variable that holds the credential, if one does."""
        is_named = self.credential.startswith(ENVIRONMENT)
        return self.credential.removeprefix(ENVIRONMENT) if is_named else ""

    def authorization(self) -> str:
        """Give the secret itself, for the provider alone; "" if none is needed.

        Raises CredentialError.
        """
        if self.variable:
            if not (found := os.environ.get(self.variable)):
                raise CredentialError(_("The variable %s is not set.") % self.variable)
            return found
        try:
            return unseal(self.credential) if self.credential else ""
        except BrokenSealError:
            message = _("It was sealed with another SECRET_KEY. Please enter it again.")
            raise CredentialError(message) from None

    def tool(self) -> JSON:
        """Say what a session is to know of it; nothing secret."""
        return {
            "server_label": self.label,
            "server_url": self.url,
            "allowed_tools": tool_names(self.allowed_tools),
        }


def usable(persona: "Persona") -> list[tuple[McpServer, str]]:
    """Give a persona's servers, each with its secret, without those whose secret cannot be had.

    A call is better off without a tool than not at all; the admin is told.
    """
    found = []
    for server in persona.mcp_servers.all():
        try:
            found.append((server, server.authorization()))
        except CredentialError as error:
            logger.warning("The tools “%s” of persona %s: %s", server, persona.pk, error)
    return found
