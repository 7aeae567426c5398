"""Somebody at a site over HTTP, as a browser is."""

from typing import Any

import requests

HOST = "voice.example.org"  # whichever node it is that answers


class Visitor:
    """Holds the cookies of one person, at whichever node of a site."""

    def __init__(self, session: str = "") -> None:
        self.http = requests.Session()
        self.http.headers["Host"] = HOST
        self.http.cookies.set("csrftoken", "a" * 32, domain=HOST)
        if session:
            self.http.cookies.set("sessionid", session, domain=HOST)

    def get(self, url: str) -> requests.Response:
        """Open a page."""
        return self.http.get(url, timeout=30, allow_redirects=False)

    def post(self, url: str, body: Any) -> requests.Response:
        """Post JSON to an endpoint."""
        return self._send(url, json=body)

    def submit(self, url: str, **fields: str) -> requests.Response:
        """Post a form."""
        return self._send(url, data=fields)

    def _send(self, url: str, **body: Any) -> requests.Response:
        token = self.http.cookies.get("csrftoken")
        headers = {"X-CSRFToken": token, "Referer": url}
        return self.http.post(url, headers=headers, timeout=30, allow_redirects=False, **body)
