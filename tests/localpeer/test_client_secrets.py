"""Ephemeral keys."""

import pytest

from voicechat.localpeer.client_secrets import ClientSecrets
from voicechat.localpeer.errors import ApiError


def test_a_secret_opens_its_session_again_and_again():
    secrets = ClientSecrets()
    secret = secrets.mint({"model": "m"})
    assert secret.value.startswith("ek_")
    assert secrets.redeem(secret.value) == secrets.redeem(secret.value) == {"model": "m"}


def test_a_secret_expires():
    now = 1000.0
    secrets = ClientSecrets(clock=lambda: now)
    secret = secrets.mint({}, seconds=10)
    assert secret.expires_at == 1010
    now = 1009.0
    secrets.redeem(secret.value)
    now = 1010.0
    with pytest.raises(ApiError) as refused:
        secrets.redeem(secret.value)
    assert refused.value.status == 401


def test_an_unknown_secret_is_refused():
    with pytest.raises(ApiError) as refused:
        ClientSecrets().redeem("ek_guess")
    assert refused.value.code == "invalid_api_key"
