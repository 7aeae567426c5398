"""The admin's first page: what there is to see to."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.staff import staff
from voicechat.models import Persona, SpeechModel, Voice

INDEX = "/admin/"
MODELS = "/admin/voicechat/speechmodel/"


@pytest.fixture
def aging(juniper: Persona) -> SpeechModel:
    """Juniper's model, which shuts down in ten days."""
    model = SpeechModel.objects.get(name=juniper.model)
    model.shuts_down_on = timezone.localdate() + timedelta(days=10)
    model.save()
    return model


def test_with_nothing_to_see_to_it_says_nothing(as_admin: Client) -> None:
    assert b"To look after" not in as_admin.get(INDEX).content


def test_a_model_that_shuts_down_is_told_with_who_uses_it(
    as_admin: Client, aging: SpeechModel
) -> None:
    page = as_admin.get(INDEX).content.decode()
    assert "in 10 days." in page
    assert "4 personas use it" in page
    link = f"/admin/voicechat/persona/?model={aging.name}"
    assert link in page
    assert as_admin.get(link).context["cl"].result_count == 4
    listed = as_admin.get(MODELS).content.decode()
    assert "in 10 days" in listed
    assert link in listed
    form = as_admin.get(f"/admin/voicechat/persona/{Persona.objects.first().pk}/change/")
    assert "shuts down on" in form.content.decode()


def test_one_that_has_shut_down_or_is_gone_is_told_too(
    as_admin: Client, aging: SpeechModel, juniper: Persona
) -> None:
    aging.shuts_down_on = timezone.localdate()
    aging.save()
    Voice.objects.filter(name=juniper.voice).update(is_available=False)
    page = as_admin.get(INDEX).content.decode()
    assert f"{aging.name} shut down on" in page
    assert f"The voice {juniper.voice} is not available." in page
    assert "1 persona uses it" in page
    assert "over" in as_admin.get(MODELS).content.decode()


def test_a_setting_that_names_a_model_is_told(
    as_admin: Client, aging: SpeechModel, settings: object
) -> None:
    Persona.objects.all().delete()
    settings.SAMPLE_MODEL = aging.name
    page = as_admin.get(INDEX).content.decode()
    assert "the setting SAMPLE_MODEL names it" in page
    assert MODELS in page


def test_who_uses_it_is_listed_as_the_readers_language_lists(
    as_admin: Client, aging: SpeechModel, settings: object
) -> None:
    settings.SAMPLE_MODEL = aging.name
    english = as_admin.get(INDEX).content.decode()
    assert "4 personas use it, the setting SAMPLE_MODEL names it." in english
    japanese = as_admin.get(INDEX, headers={"accept-language": "ja"}).content.decode()
    assert "4 件のペルソナが使用中、設定 SAMPLE_MODEL が指定しています。" in japanese


def test_only_those_who_may_see_personas_are_told(aging: SpeechModel, as_alice: Client) -> None:
    assert b"To look after" not in staff("view_conversation").get(INDEX).content
    assert b"To look after" in staff("view_persona").get(INDEX).content
    assert as_alice.get(INDEX)["Location"].startswith("/admin/login/")


def test_it_costs_the_same_however_many_personas_there_are(
    as_admin: Client, aging: SpeechModel, django_assert_num_queries: Any
) -> None:
    as_admin.get(INDEX)
    with django_assert_num_queries(
        12
    ):  # session, user, models, 2 x personas, voices, tools, log, 4 x setting up
        as_admin.get(INDEX)
    for number in range(20):
        Persona.objects.create(name=f"Nova {number}", instructions="x")
    with django_assert_num_queries(12):
        as_admin.get(INDEX)


def test_older_models_are_known_with_their_last_day_and_not_offered(db: None) -> None:
    older = SpeechModel.objects.filter(name__in=["gpt-realtime", "gpt-realtime-mini"])
    assert {str(model.shuts_down_on) for model in older} == {"2027-01-20"}
    assert len(older) == 2
    assert not SpeechModel.objects.offered().filter(pk__in=older).exists()
