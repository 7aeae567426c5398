"""Pages that only those find who have their link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Nobody finds it by searching, keeps a copy of it on the way, or learns of it from a link on it.
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


def unlisted(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Show a page so that its address stays with whoever has it."""
    answer = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        answer[name] = value
    return answer
