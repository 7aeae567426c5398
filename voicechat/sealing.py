"""Credentials as they are kept: sealed with a key that is made from the site's secret key.

Whoever reads the database, a backup of it or an export of it cannot read them.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"voicechat.credentials"


class BrokenSealError(Exception):
    """It was sealed with a secret key that the site no longer has, or is damaged."""


def seal(secret: str) -> str:
    """Give a text in a form that only this site can read again."""
    return _sealer().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Give back what was sealed. Raises BrokenSealError."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        raise BrokenSealError from None


def reseal(sealed: str) -> str:
    """Give the same, sealed with the secret key of now. Raises BrokenSealError."""
    try:
        return _sealer().rotate(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        raise BrokenSealError from None


def _sealer() -> MultiFernet:
    """Give what seals with the key of now, and reads what earlier keys have sealed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret_key: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return urlsafe_b64encode(derivation.derive(secret_key.encode()))
