"""The users of a development run. Everybody knows their passwords."""

from allauth.account.models import EmailAddress

from voicechat.models import User

USERS = [
    ("admin@example.com", "a-voice-for-admins", True),
    ("user@example.com", "a-voice-for-users", False),
]


def ensure_users() -> list[tuple[str, str]]:
    """Make those that are missing; give address and password of those that still have theirs."""
    known = []
    for email, password, is_admin in USERS:
        user = User.objects.filter(email=email).first()
        if user is None:
            make = User.objects.create_superuser if is_admin else User.objects.create_user
            user = make(email, password)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if user.check_password(password):
            known.append((email, password))
    return known


def ordinary_user() -> User | None:
    """Give the one without rights, if there is one and everybody knows its password."""
    [(email, password)] = [(email, password) for email, password, is_admin in USERS if not is_admin]
    user = User.objects.filter(email=email, is_active=True).first()
    return user if user and user.check_password(password) else None


def lock_users() -> None:
    """Take their well-known passwords from those that still have them."""
    people = User.objects.only("password")  # a migration that goes back leaves fewer columns
    for email, password, _ in USERS:
        user = people.filter(email=email).first()
        if user and user.check_password(password):
            user.set_unusable_password()
            user.save(update_fields=["password"])
