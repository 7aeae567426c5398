"""GET /api/voices/NAME/sample: what a voice sounds like."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from tests.support.provider import DONE, PCM, Provider, running, sound
from voicechat.models import Voice, VoiceSample
from voicechat.realtime.client import realtime_client

URL = "/api/voices/marin/sample"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as provider:
        settings.REALTIME_BASE_URL = provider.base_url
        realtime_client.cache_clear()
        yield provider
        realtime_client.cache_clear()


def test_a_voice_is_bought_once_for_everybody(
    as_alice: Client, as_charlie: Client, provider: Provider
) -> None:
    for client in (as_alice, as_charlie, as_alice):
        answer = client.get(URL)
        assert (answer.status_code, answer["Content-Type"]) == (200, "audio/wav")
        assert answer.content.endswith(PCM)
    (bought,) = provider.requests
    assert bought.path == "/v1/realtime?model=gpt-realtime-2.1-mini"
    assert bought.headers["Authorization"] == "Bearer sk-for-tests"
    update, create = provider.received
    assert update["session"]["audio"]["output"]["voice"] == "marin"
    assert create["response"]["instructions"].endswith(
        "\n\nHello! This is how I sound. What shall we talk about?"
    )


def test_it_is_spoken_in_the_readers_language(as_alice: Client, provider: Provider) -> None:
    as_alice.get(URL, headers={"Accept-Language": "zh-CN"})
    as_alice.get(URL, headers={"Accept-Language": "ja"})
    instructions = [event["response"]["instructions"] for event in provider.received[1::2]]
    assert "'zh'" in instructions[0]
    assert instructions[0].endswith("我们聊点什么呢？")
    assert "'ja'" in instructions[1]
    assert VoiceSample.objects.count() == 2


def test_browsers_keep_it_and_ask_only_whether_it_is_new(
    as_alice: Client, provider: Provider
) -> None:
    answer = as_alice.get(URL)
    assert answer["Cache-Control"] == "private, max-age=2592000"
    again = as_alice.get(URL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_each_model_has_samples_of_its_own(
    as_alice: Client, provider: Provider, settings: Any
) -> None:
    as_alice.get(URL)
    settings.SAMPLE_MODEL = "another"
    as_alice.get(URL)
    assert len(provider.requests) == VoiceSample.objects.count() == 2


def test_what_an_admin_deletes_is_made_anew(
    as_alice: Client, as_admin: Client, provider: Provider
) -> None:
    as_alice.get(URL)
    address = f"/admin/voicechat/voicesample/{VoiceSample.objects.get().pk}"
    assert as_admin.get(f"{address}/change/").status_code == 200
    as_admin.post(f"{address}/delete/", {"post": "yes"})
    assert as_alice.get(URL).content.endswith(PCM)
    assert len(provider.requests) == 2


def test_of_two_that_are_made_at_once_one_is_kept(as_alice: Client, provider: Provider) -> None:
    def meanwhile(*words: str, **wishes: str) -> bytes:
        marin = Voice.objects.get(name="marin")
        marin.samples.create(language="en", model="gpt-realtime-2.1-mini", sound=b"the first")
        return b"the second"

    with patch.object(realtime_client(), "speak", meanwhile):
        assert as_alice.get(URL).content == b"the first"
    assert VoiceSample.objects.count() == 1


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        ((401, '{"error": {"code": "invalid_api_key"}}'), 502, "key_refused"),
        ((404, "{}"), 502, "speech_refused"),
        ((400, '{"error": {"code": "model_not_found"}}'), 502, "speech_refused"),
        ((400, '{"error": {"param": "model"}}'), 502, "speech_refused"),
        ((429, '{"error": {"code": "insufficient_quota"}}'), 503, "quota_exhausted"),
        ((429, "slow down"), 429, "rate_limited"),
        ((502, "<html>oops</html>"), 503, "provider_down"),
        ((200, "hello"), 502, "provider_nonsense"),
    ],
)
def test_a_failure_of_the_provider_is_answered_and_nothing_is_kept(
    as_alice: Client, provider: Provider, refusal: tuple[int, str], status: int, code: str
) -> None:
    provider.refusal = refusal[0], {"Retry-After": "17"}, refusal[1]
    answer = as_alice.get(URL)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.get("Retry-After") == ("17" if code == "rate_limited" else None)
    assert not VoiceSample.objects.exists()


def test_what_was_not_read_to_its_end_is_not_kept(as_alice: Client, provider: Provider) -> None:
    provider.answer = [sound(PCM), {**DONE, "response": {"status": "incomplete"}}]
    assert as_alice.get(URL).json()["error"]["code"] == "provider_nonsense"
    assert not VoiceSample.objects.exists()


def test_only_voices_that_are_offered_are_heard(as_alice: Client, settings: Any) -> None:
    assert as_alice.get("/api/voices/nobody/sample").status_code == 404
    Voice.objects.filter(name="marin").update(is_available=False)
    assert as_alice.get(URL).json()["error"]["code"] == "not_found"


def test_a_visitor_hears_nothing(client: Client, db: None) -> None:
    assert client.get(URL).json()["error"]["code"] == "signed_out"


def test_without_a_model_there_are_no_samples(as_alice: Client, settings: Any) -> None:
    assert 'id="sample"' in as_alice.get("/").content.decode()
    settings.SAMPLE_MODEL = ""
    assert 'id="sample"' not in as_alice.get("/").content.decode()
    assert as_alice.get(URL).status_code == 404
