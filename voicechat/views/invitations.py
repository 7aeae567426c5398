"""The page of an invitation, which leads to making an account."""

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from voicechat.models import Invitation, SiteSettings
from voicechat.sign_up import hold
from voicechat.views.unlisted import unlisted


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="invitation", limit_get=True)  # type: ignore[untyped-decorator]
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say that one is invited, and lead on; one that is no good is none, whatever why."""
    found = _good(token)
    if found is None:
        return _page(request, "voicechat/not_invited.html", {}, status=404)
    if request.method == "POST" and not request.user.is_authenticated:
        hold(request, found)
        return redirect("account_signup")
    return _page(request, "voicechat/invitation.html", {"invitation": found})


def _page(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    answer = unlisted(request, template, context, status=status)
    # With `no-referrer` a browser would not say where a form comes from either, and Django refuses
    # such. This names the site and not the page.
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _good(token: str) -> Invitation | None:
    if "\0" in token or SiteSettings.current().sign_up == SiteSettings.SignUp.CLOSED:
        return None
    return Invitation.objects.good().select_related("made_by").filter(token=token).first()
