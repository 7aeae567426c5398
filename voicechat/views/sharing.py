"""Links with which anybody may read a conversation, as long as the admin allows them."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from voicechat.models import Share, SiteSettings
from voicechat.views.own import own, signed_in
from voicechat.views.unlisted import unlisted

PER_PAGE = 100


class ShareForm(forms.Form):
    """How long a link lasts."""

    days = forms.TypedChoiceField(
        label=_("For"), coerce=int, choices=[(1, _("1 day")), (7, _("7 days")), (30, _("30 days"))]
    )


@require_POST
@signed_in
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link to a conversation as it is now."""
    found = own(request, pk)
    form = ShareForm(request.POST)
    if not SiteSettings.current().sharing_is_allowed:
        raise Http404
    if form.is_valid():
        Share.make(found, timedelta(days=form.cleaned_data["days"]))
    return _back(pk)


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a link lead nowhere from now on."""
    own(request, pk).shares.filter(token=request.POST.get("token", "").replace("\0", "")).delete()
    return _back(pk)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was said, to whoever has the link; a link that is no good is none, whatever why."""
    found = _good(token)
    if found is None:
        return unlisted(request, "voicechat/not_shared.html", {}, status=404)
    page = Paginator(found.turns(), PER_PAGE).get_page(request.GET.get("page"))
    return unlisted(request, "voicechat/shared.html", {"share": found, "page": page})


def _good(token: str) -> Share | None:
    if "\0" in token or not SiteSettings.current().sharing_is_allowed:
        return None
    good = Share.objects.good().filter(conversation__owner__is_active=True)
    return good.select_related("conversation").filter(token=token).first()


def _back(pk: UUID) -> HttpResponse:
    return redirect(f"{reverse('conversation', args=[pk])}#share")
