"""Making personas of one's own: from nothing, from a copy of another, and over again."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voicechat.models import Persona, SpeechModel, User, Voice
from voicechat.models.catalogue import available
from voicechat.models.personas import MOST_OWN, NO_ROOM
from voicechat.realtime.session import opening_response, session_payload
from voicechat.views.own import signed_in
from voicechat.views.persona_form import PersonaForm
from voicechat.views.personas import address, own_persona


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_persona(request: HttpRequest) -> HttpResponse:
    """Make one from what a form says, which begins with what is available."""
    blank = Persona(owner=cast(User, request.user))
    if request.method == "POST":
        return _take(request, blank)
    blank.voice, blank.model = available(Voice, blank.voice), available(SpeechModel, blank.model)
    return _begin(request, blank)


@require_safe
@signed_in
def copy_persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a new one with all that another says, whether it is shared or one's own."""
    user = cast(User, request.user)
    source = get_object_or_404(Persona.objects.for_user(user), pk=pk)
    return _begin(request, source.copied_to(user), source=source)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one of one's own."""
    persona = own_persona(request, pk)
    if request.method == "POST":
        return _take(request, persona)
    return _page(request, PersonaForm(instance=persona))


def _begin(request: HttpRequest, persona: Persona, **context: Any) -> HttpResponse:
    """Show the form for a new one, as long as there is room for it."""
    if not Persona.objects.have_room_for(cast(User, request.user)):
        messages.error(request, NO_ROOM % {"most": MOST_OWN})
        return redirect("personas")
    form = PersonaForm(instance=persona)
    form.fields["name"].widget.attrs["autofocus"] = True
    return _page(request, form, **context)


def _take(request: HttpRequest, persona: Persona) -> HttpResponse:
    """Save what was sent, or show the session that it would ask for, or what is wrong with it."""
    form = PersonaForm(request.POST, instance=persona)
    if form.is_valid():
        if "preview" in request.POST:
            return _page(request, form, **_preview(form.instance))
        if form.keep(cast(User, request.user)):
            messages.success(request, _("%(name)s is saved.") % {"name": form.instance.name})
            return redirect(address(form.instance))
    form.focus_on_error()
    return _page(request, form, status=422)


def _preview(persona: Persona) -> dict[str, Any]:
    """Give what the provider is asked for, and what it is then told to say first, if anything."""
    session = persona.session_settings()
    return {"session": session_payload(session), "opening": opening_response(session)}


def _page(
    request: HttpRequest, form: PersonaForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    pk = None if form.instance._state.adding else form.instance.pk
    context |= {
        "form": form,
        "pk": pk,
        "action": reverse("edit_persona", args=[pk]) if pk else reverse("new_persona"),
        "has_samples": bool(settings.SAMPLE_MODEL),
    }
    return render(request, "voicechat/persona_form.html", context, status=status)
