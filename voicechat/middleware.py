"""Middleware of the site."""

from django.db import OperationalError
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


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
