"""Trying the site on one's own machine, without an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voicechat.development import ordinary_user


def can_be_tried() -> bool:
    """Say whether anybody may: in development, and where a call costs nothing."""
    return bool(settings.DEBUG and settings.REALTIME_IS_LOCAL)


@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as the ordinary user of a development run, as anybody could by hand."""
    if not can_be_tried():
        raise Http404
    user = ordinary_user()
    if user is None:
        messages.error(request, _("The user to try it with has another password now: sign in."))
        return redirect("account_login")
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    return redirect("call")
