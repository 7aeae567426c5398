"""The personas that one can talk with, which of them is one's default, and deleting one's own."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voicechat.models import Persona, User, Voice
from voicechat.views.own import signed_in


@require_safe
@login_required
def personas(request: HttpRequest) -> HttpResponse:
    """Show everybody one can talk with, and what each is like."""
    user = cast(User, request.user)
    context = {
        "personas": Persona.objects.for_user(user).by_use(user),
        "has_samples": bool(settings.SAMPLE_MODEL),
        "voices": set(Voice.offered().values_list("name", flat=True)),
    }
    return render(request, "voicechat/personas.html", context)


@require_POST
@signed_in
def make_default(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a persona chosen already when the call page opens."""
    user = cast(User, request.user)
    user.default_persona = persona = get_object_or_404(Persona.objects.for_user(user), pk=pk)
    user.save(update_fields=["default_persona"])
    messages.success(request, _("%(name)s is your default now.") % {"name": persona.name})
    return redirect(address(persona))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete_persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what deleting one of one's own means; then delete it."""
    user, persona = cast(User, request.user), own_persona(request, pk)
    if request.method == "POST":
        persona.delete()
        messages.success(request, _("%(name)s was deleted.") % {"name": persona.name})
        return redirect("personas")
    talks = user.conversations.of(user).not_empty().filter(persona=persona).count()
    return render(request, "voicechat/persona_delete.html", {"persona": persona, "talks": talks})


def own_persona(request: HttpRequest, pk: UUID) -> Persona:
    """Give one of the user's own personas. Raises Http404."""
    return get_object_or_404(cast(User, request.user).personas, pk=pk)


def address(persona: Persona) -> str:
    """Give the address of a persona's card."""
    return f"{reverse('personas')}#persona-{persona.pk}"
