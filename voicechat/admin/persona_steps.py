"""What an admin does with personas in one step: publish, withdraw, duplicate."""

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from voicechat.models import Persona, User
from voicechat.models.changes import because
from voicechat.models.personas import MAX_NAME

COPIED = [
    field.name
    for field in Persona._meta.concrete_fields
    if field.name not in ("id", "owner", "is_published", "name", "created_at", "updated_at")
]


class RefusedError(Exception):
    """The step cannot be done; says why, in words for an admin."""


def publish(persona: Persona, user: User) -> Persona:
    """Let people find it. Raises RefusedError where nobody could talk with it."""
    if persona.owner_id:
        raise RefusedError(_("It is its owner's own. Duplicate it, and publish the copy."))
    try:
        persona.clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from None
    persona.is_published = True
    persona.save(update_fields=["is_published", "updated_at"])
    return persona


def withdraw(persona: Persona, user: User) -> Persona:
    """Let nobody start a call with it; conversations keep what they began with."""
    persona.is_published = False
    persona.save(update_fields=["is_published", "updated_at"])
    return persona


@transaction.atomic
def duplicate(persona: Persona, user: User) -> Persona:
    """Make a shared copy that nobody finds yet; with its tools for those who may add some."""
    copy = Persona(owner=None, is_published=False, name=_free_name(persona.name))
    for name in COPIED:
        setattr(copy, name, getattr(persona, name))
    because(copy, _("Copied from %s.") % persona)
    copy.save()
    for relation in Persona._meta.many_to_many:
        getattr(copy, relation.name).set(getattr(persona, relation.name).all())
    tools = persona.mcp_servers.all() if user.has_perm("voicechat.add_mcpserver") else []
    for server in tools:
        server.pk, server.persona, server._state.adding = None, copy, True
        server.save()
    return copy


def _free_name(name: str) -> str:
    """Give “Name (copy)”, or the next such name that no shared persona has."""
    taken = set(Persona.objects.filter(owner=None).values_list("name", flat=True))
    for number in count(1):
        suffix = f" ({_('copy')})" if number == 1 else f" ({_('copy')} {number})"
        found = name[: MAX_NAME - len(suffix)].rstrip() + suffix
        if found not in taken:
            break
    return found


# By the end of its address: what it does, the right that it takes, and what is said afterwards.
STEPS: dict[str, tuple[Callable[[Persona, User], Persona], str, "str | Promise"]] = {
    "publish": (publish, "change", gettext_lazy("%s is published.")),
    "withdraw": (withdraw, "change", gettext_lazy("%s is withdrawn: nobody can choose it.")),
    "duplicate": (duplicate, "add", gettext_lazy("This is the copy, %s. Nobody finds it yet.")),
}

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Persona]
else:
    Base = object


class PersonaStepsMixin(Base):
    """Actions of the list, and buttons on the page of a persona."""

    actions = ["publish", "withdraw", "duplicate", "export"]

    def get_urls(self) -> list[Any]:
        """Add an address for each step."""
        own = [
            path(
                f"<uuid:pk>/{step}/",
                self.admin_site.admin_view(self.step_view),
                {"step": step},
                name=f"voicechat_persona_{step}",
            )
            for step in STEPS
        ]
        return own + super().get_urls()

    @method_decorator(require_POST)
    def step_view(self, request: HttpRequest, pk: Any, step: str) -> HttpResponse:
        """Do one step with one persona, and show what came of it."""
        persona = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self._may(request, step):
            raise PermissionDenied
        found = self._take(request, step, persona)
        return HttpResponseRedirect(
            reverse("admin:voicechat_persona_change", args=[(found or persona).pk])
        )

    @admin.action(description=gettext_lazy("Publish the selected personas"), permissions=["change"])
    def publish(self, request: HttpRequest, personas: QuerySet[Persona]) -> None:
        """Let people find them."""
        self._take_all(request, "publish", personas)

    @admin.action(
        description=gettext_lazy("Withdraw the selected personas"), permissions=["change"]
    )
    def withdraw(self, request: HttpRequest, personas: QuerySet[Persona]) -> None:
        """Let nobody start a call with them; conversations keep what they began with."""
        self._take_all(request, "withdraw", personas)

    @admin.action(description=gettext_lazy("Duplicate the selected personas"), permissions=["add"])
    def duplicate(self, request: HttpRequest, personas: QuerySet[Persona]) -> None:
        """Make shared copies that nobody finds yet."""
        self._take_all(request, "duplicate", personas)

    def _may(self, request: HttpRequest, step: str) -> bool:
        has_right: bool = getattr(self, f"has_{STEPS[step][1]}_permission")(request)
        return has_right

    def _take_all(self, request: HttpRequest, step: str, personas: QuerySet[Persona]) -> None:
        for persona in personas:
            self._take(request, step, persona)

    def _take(self, request: HttpRequest, step: str, persona: Persona) -> Persona | None:
        """Do it, and tell the admin and the log; None where it was refused."""
        act, right, words = STEPS[step]
        try:
            found = act(persona, cast(User, request.user))
        except RefusedError as error:
            text = _("%(name)s stays as it is. %(reason)s")
            messages.error(request, text % {"name": persona, "reason": error})
            return None
        log = self.log_addition if right == "add" else self.log_change
        log(request, found, str(words) % found)
        messages.success(request, str(words) % found)
        return found
