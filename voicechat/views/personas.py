"""The personas that one can talk with."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from voicechat.models import Persona, User


@require_safe
@login_required
def personas(request: HttpRequest) -> HttpResponse:
    """Show everybody one can talk with."""
    found = Persona.objects.for_user(cast(User, request.user))
    return render(request, "voicechat/personas.html", {"personas": found})
