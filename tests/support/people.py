"""Makes people who are signed in: `python -m tests.support.people COUNT` prints their sessions.

With the settings of its environment, so that a deployment's database gets them.
"""

import json
import os
import sys

import django


def main() -> None:
    """Make so many users, and a session for each."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "realtime_site.settings"
    django.setup()
    from django.contrib.sessions.backends.db import SessionStore

    from voicechat.models import Persona, User

    people = []
    for number in range(int(sys.argv[1])):
        user = User.objects.create_user(f"person{number}@example.org", password=None)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        people.append({"session": session.session_key, "account": user.browser_id})
    persona = Persona.objects.get(name="Juniper", owner=None)
    print(json.dumps({"persona": str(persona.pk), "people": people}))


if __name__ == "__main__":
    main()
