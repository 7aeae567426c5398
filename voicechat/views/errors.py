"""Pages for requests that are refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this may not be seen."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form is out of date (signed in or out in another tab, or cookies are off)."""
    return render(request, "403_csrf.html", status=403)
