"""The cast: Alice owns what a test is about, Charlie is a stranger, the admin is an admin."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from voicechat.models import Call, Conversation, Persona, User

PASSWORD = "correct horse battery staple"


def new_user(email: str, **fields: object) -> User:
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()  # the throttles of one test are not those of the next


@pytest.fixture
def alice(db: None) -> User:
    return new_user("alice@example.org", name="Alice")


@pytest.fixture
def charlie(db: None) -> User:
    return new_user("charlie@example.org", name="Charlie")


@pytest.fixture
def admin(db: None) -> User:
    return new_user("admin@example.org", is_staff=True, is_superuser=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_alice(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    return signed_in(charlie)


@pytest.fixture
def as_admin(admin: User) -> Client:
    return signed_in(admin)


@pytest.fixture
def juniper(db: None) -> Persona:
    """One of the shared personas that a new site begins with."""
    return Persona.objects.get(name="Juniper", owner=None)


@pytest.fixture
def call(alice: User, juniper: Persona) -> Call:
    """Alice's call with Juniper, in which nothing was said yet."""
    return Conversation.begin(alice, juniper, juniper.session_settings())
