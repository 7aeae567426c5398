"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.support.records import turn
from voicechat.models import Call, Turn, Usage


def refused(make: object) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_an_item_is_one_turn_of_its_conversation(call: Call) -> None:
    again = Call.objects.create(conversation=call.conversation, number=2, model="m")
    Turn.from_record(call, turn("a")).save()
    assert refused(Turn.from_record(again, turn("a")).save)


@pytest.mark.parametrize("field", [{"role": "system"}, {"state": "done"}])
def test_a_turn_has_a_known_role_and_state(call: Call, field: dict[str, str]) -> None:
    assert refused(Turn.from_record(call, turn("a", **field)).save)


def test_a_response_is_counted_once(call: Call) -> None:
    def usage() -> Usage:
        return Usage(call=call, kind="response", provider_id="resp_1", model="m")

    usage().save()
    assert refused(usage().save)


def test_cached_tokens_are_a_part_of_the_input(call: Call) -> None:
    assert refused(
        Usage(call=call, kind="response", provider_id="r", model="m", text_cached=1).save
    )


def test_calls_are_counted(call: Call) -> None:
    assert refused(Call(conversation=call.conversation, number=1, model="m").save)


def test_a_call_that_ended_says_why(call: Call) -> None:
    call.ended_at = timezone.now()
    assert refused(call.save)
