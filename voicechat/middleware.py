"""Middleware of the site."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from voicechat.views.own import DeletedError


class AccountLocaleMiddleware(LocaleMiddleware):
    """Speaks the account's language if it has one, else the cookie's or the browser's."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of this request."""
        super().process_request(request)
        try:
            language = getattr(request.user, "language", "")
        except OperationalError:  # whoever needs the database will say that it does not answer
            return
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language() or language


class DeletedConversationMiddleware(MiddlewareMixin):
    """Offers people what they deleted, wherever they look for it."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 as ever, but with a way back."""
        if not isinstance(exception, DeletedError):
            return None
        context = {"conversation": exception.conversation}
        return render(request, "voicechat/deleted_one.html", context, status=404)
