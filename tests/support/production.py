"""Runs a management command under production settings: `python -m tests.support.production CMD`."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.update(
        DJANGO_SETTINGS_MODULE="realtime_site.settings",
        ENV_FILE=os.devnull,
        DEBUG="off",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="voice.example.org",
        OPENAI_API_KEY="sk-none",
        DATABASE_URL="sqlite://:memory:",
    )
    execute_from_command_line(sys.argv)
