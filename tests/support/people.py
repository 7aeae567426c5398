"""Makes people who are signed in: `python -m tests.support.people COUNT` prints their sessions.

With the settings of its environment, so that a deployment's database gets them.
"""

import json
import os
import sys
from typing import Any

import django


def main() -> None:
    """Make so many users, and a session for each."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "realtime_site.settings"
    django.setup()
    from voicechat.models import Persona, User

    people = []
    for number in range(int(sys.argv[1])):
        user = User.objects.create_user(f"person{number}@example.org", password=None)
        people.append({"session": session_of(user), "account": user.browser_id})
    persona = Persona.objects.get(name="Juniper", owner=None)
    print(json.dumps({"persona": str(persona.pk), "people": people}))


def session_of(user: Any) -> str:
    """Sign somebody in; gives the key of the session, which the cookie `sessionid` holds."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
