"""Making an account: whether one may, and with which invitation.

Whoever opened an invitation has it in the session until the account is made, so that its token
stands in no further address.
"""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.core import context
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from voicechat.models import Invitation, SiteSettings, User
from voicechat.models.invitations import NotGoodError

SESSION_KEY = "invitation"


def hold(request: HttpRequest, invitation: Invitation) -> None:
    """Keep an invitation at hand for the account that is to be made."""
    request.session[SESSION_KEY] = invitation.pk


def held(request: HttpRequest) -> Invitation | None:
    """Give the invitation that is at hand, if it can still be used."""
    pk = request.session.get(SESSION_KEY)
    return None if pk is None else Invitation.objects.good().filter(pk=pk).first()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Lets those make an account who may by what the admin decided."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether whoever asks may make an account now."""
        how = SiteSettings.current().sign_up
        if how == SiteSettings.SignUp.INVITATION:
            return held(request) is not None
        return how == SiteSettings.SignUp.OPEN


class InvitedSignupForm(SignupForm):  # type: ignore[misc]
    """A new account, perhaps with an invitation, of which it uses one up."""

    def clean_email(self) -> str:
        """Hold the address against the one that the invitation is for."""
        invitation = held(context.request)
        if invitation and not invitation.is_for(self.cleaned_data["email"]):
            raise ValidationError(_("The invitation is for another e-mail address."))
        return str(super().clean_email())

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or lead back to the page with a word on why not."""
        try:
            return cast("tuple[User | None, HttpResponse | None]", super().try_save(request))
        except NotGoodError:
            request.session.pop(SESSION_KEY, None)
            messages.error(
                request,
                _(
                    "The invitation has just expired or was used up, so no account was made. "
                    "If it was you who used it, sign in."
                ),
            )
        except IntegrityError:  # the same address at the same moment: a button pressed twice
            messages.error(request, _("No account was made. If you have one already, sign in."))
        return None, redirect("account_signup")

    def save(self, request: HttpRequest) -> Any:
        """Make account and use in one, so that there is never one without the other."""
        pk = request.session.get(SESSION_KEY)
        with transaction.atomic():
            invitation = None if pk is None else Invitation.objects.take(pk)
            user = super().save(request)
            if invitation:
                invitation.welcome(user)
        request.session.pop(SESSION_KEY, None)
        return user
