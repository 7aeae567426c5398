"""Prices by day, and a ledger of what was used, which begins with what is stored already."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

TOKENS = ["text_input", "text_cached", "text_output", "audio_input", "audio_cached", "audio_output"]
SINCE = date(2026, 1, 1)  # before anything was used here
# name, description, shuts down on, prices: of the provider's own pages on its models, in 2026-11.
# Those of gpt-4o are per million tokens, in and out; the others' per minute.
TRANSCRIBERS = [
    ("gpt-transcribe", "Accurate; takes languages", None, {"per_minute": "0.0045"}),
    ("gpt-4o-transcribe", "", date(2027, 2, 26), {"input": "2.50", "text_output": "10"}),
    ("gpt-4o-mini-transcribe", "", date(2027, 2, 26), {"input": "1.25", "text_output": "5"}),
    ("whisper-1", "", date(2027, 2, 26), {"per_minute": "0.006"}),
]
LONGEST_CALL = timedelta(minutes=60)


def move_prices(apps, schema_editor):
    """Have the prices hold for all that was used until now."""
    Price = apps.get_model("voicechat", "Price")
    for model in apps.get_model("voicechat", "SpeechModel").objects.all():
        prices = {name: getattr(model, name) for name in TOKENS}
        Price.objects.create(model=model, since=SINCE, **prices)


def move_prices_back(apps, schema_editor):
    for model in apps.get_model("voicechat", "SpeechModel").objects.all():
        newest = model.price_rows.order_by("-since").first()
        for name in TOKENS:
            setattr(model, name, getattr(newest, name, None) or 0)
        model.save()
    _settle(schema_editor)


def remove_transcribers(apps, schema_editor):
    apps.get_model("voicechat", "SpeechModel").objects.filter(purpose="transcribes").delete()
    _settle(schema_editor)


def _settle(schema_editor):
    """Have nothing wait for the end of the transaction, which would stand in the way of columns."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()


def add_transcribers(apps, schema_editor):
    SpeechModel = apps.get_model("voicechat", "SpeechModel")
    for position, (name, description, shuts_down_on, prices) in enumerate(TRANSCRIBERS, 100):
        fields = {"description": description, "shuts_down_on": shuts_down_on, "position": position}
        model, is_new = SpeechModel.objects.get_or_create(
            name=name, defaults={"purpose": "transcribes", **fields}
        )
        if is_new:
            prices = {kind: Decimal(price) for kind, price in prices.items()}
            if "input" in prices:
                prices["text_input"] = prices["audio_input"] = prices.pop("input")
            model.price_rows.create(since=SINCE, **prices)


def begin_ledger(apps, schema_editor):
    """Count the usage and the calls that are stored."""
    sums, names = defaultdict(Counter), {}
    for day, owner, persona, name, model, amounts in (*_used(apps), *_talked(apps)):
        name = (name or "")[:60]
        key = day, owner, persona, model, "" if persona else name
        sums[key].update(amounts)
        names.setdefault(key, name)
    DayUsage = apps.get_model("voicechat", "DayUsage")
    rows = (
        DayUsage(
            day=key[0], owner_id=key[1], persona_id=key[2], model=key[3],
            persona_name=names[key], **amounts,
        )
        for key, amounts in sums.items()
    )
    DayUsage.objects.bulk_create(rows, 1_000)


def _used(apps):
    Usage = apps.get_model("voicechat", "Usage")
    Usage.objects.update(used_at=F("created_at"))
    is_response = Q(kind="response")
    of_day = Usage.objects.order_by().values_list(
        TruncDate("used_at", tzinfo=timezone.get_default_timezone()),
        "call__conversation__owner",
        "call__conversation__persona",
        "call__conversation__settings__persona__name",
        "model",
    )
    amounts = {
        "responses": Count("pk", filter=is_response),
        "transcriptions": Count("pk", filter=~is_response),
        "unpriced": Count("pk", filter=Q(cost=None)),
        "of_cost": Coalesce(Sum("cost"), Decimal(0)),
        "of_seconds": Coalesce(Sum("seconds"), 0.0),
        **{f"of_{name}": Sum(name) for name in TOKENS},
    }
    for row in of_day.annotate(**amounts):
        found = dict(zip(amounts, row[5:]))
        found["of_transcribed_ms"] = round(1_000 * found.pop("of_seconds"))
        yield *row[:5], {name.removeprefix("of_"): found[name] for name in found}


def _talked(apps):
    Call = apps.get_model("voicechat", "Call")
    ended = Call.objects.exclude(ended_at=None).exclude(end_reason="failed")
    counted = []
    for call in ended.select_related("conversation").defer("conversation__title_folded").iterator():
        duration = max(call.ended_at - call.started_at, timedelta())
        is_heard_of = call.provider_call_id or call.transport == "websocket" or duration
        if call.end_reason == "abandoned" and not is_heard_of:
            continue
        of = call.conversation
        call.counted_on = timezone.localdate(call.started_at, timezone.get_default_timezone())
        call.counted_seconds = round(min(duration, LONGEST_CALL).total_seconds())
        name = of.settings.get("persona", {}).get("name")
        amounts = {"calls": 1, "seconds": call.counted_seconds}
        yield call.counted_on, of.owner_id, of.persona_id, name, call.model, amounts
        counted.append(call)
    Call.objects.bulk_update(counted, ["counted_on", "counted_seconds"], 500)


class Migration(migrations.Migration):

    dependencies = [
        ('voicechat', '0012_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='counted_on',
            field=models.DateField(editable=False, help_text='The day in the ledger that has it. Empty: none has it yet.', null=True, verbose_name='counted on'),
        ),
        migrations.AddField(
            model_name='call',
            name='counted_seconds',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='What the ledger has of it.', verbose_name='counted seconds'),
        ),
        migrations.AddField(
            model_name='call',
            name='is_imported',
            field=models.BooleanField(default=False, editable=False, help_text='It cost nothing here.', verbose_name='imported'),
        ),
        migrations.AddField(
            model_name='call',
            name='transcription_model',
            field=models.CharField(blank=True, help_text='Empty: that with which the conversation began.', max_length=100, verbose_name='transcription model'),
        ),
        migrations.AddField(
            model_name='speechmodel',
            name='purpose',
            field=models.CharField(choices=[('talks', 'talks'), ('transcribes', 'transcribes')], default='talks', max_length=11, verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='usage',
            name='used_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='used'),
        ),
        migrations.CreateModel(
            name='DayUsage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='Where the site is.', verbose_name='day')),
                ('persona_name', models.CharField(max_length=60, verbose_name="persona's name")),
                ('model', models.CharField(max_length=100, verbose_name='model')),
                ('calls', models.IntegerField(default=0, verbose_name='calls')),
                ('seconds', models.BigIntegerField(default=0, verbose_name='seconds talked')),
                ('responses', models.IntegerField(default=0, verbose_name='responses')),
                ('transcriptions', models.IntegerField(default=0, verbose_name='transcriptions')),
                ('unpriced', models.IntegerField(default=0, help_text='Of the responses and transcriptions.', verbose_name='without a price')),
                ('text_input', models.BigIntegerField(default=0, verbose_name='text in')),
                ('text_cached', models.BigIntegerField(default=0, verbose_name='text in, cached')),
                ('text_output', models.BigIntegerField(default=0, verbose_name='text out')),
                ('audio_input', models.BigIntegerField(default=0, verbose_name='audio in')),
                ('audio_cached', models.BigIntegerField(default=0, verbose_name='audio in, cached')),
                ('audio_output', models.BigIntegerField(default=0, verbose_name='audio out')),
                ('transcribed_ms', models.BigIntegerField(default=0, help_text='What is billed by time.', verbose_name='transcribed (ms)')),
                ('cost', models.DecimalField(decimal_places=10, default=Decimal('0'), max_digits=20, verbose_name='cost in US dollars')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='day_usage', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('persona', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='voicechat.persona', verbose_name='persona')),
            ],
            options={
                'verbose_name': 'usage of a day',
                'verbose_name_plural': 'usage by day',
                'ordering': ['-day', 'id'],
                'indexes': [models.Index(fields=['day'], name='day_usage_by_day')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'day', 'persona', 'model'), name='day_usage_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(help_text='What is used from this day on costs as much. What is stored already keeps its cost.', verbose_name='since')),
                ('text_input', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='text in')),
                ('text_cached', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='text in, cached')),
                ('text_output', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='text out')),
                ('audio_input', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='audio in')),
                ('audio_cached', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='audio in, cached')),
                ('audio_output', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='audio out')),
                ('per_minute', models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='a minute')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='price_rows', to='voicechat.speechmodel', verbose_name='model')),
            ],
            options={
                'verbose_name': 'price',
                'verbose_name_plural': 'prices, in US dollars per million tokens or per minute',
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(fields=('model', 'since'), name='price_is_one_a_day')],
            },
        ),
        # May be empty, so that going back can fill them.
        *(
            migrations.AlterField('speechmodel', name, models.DecimalField(decimal_places=4, max_digits=10, null=True))
            for name in TOKENS
        ),
        migrations.RunPython(move_prices, move_prices_back),
        *(migrations.RemoveField('speechmodel', name) for name in TOKENS),
        migrations.RunPython(add_transcribers, remove_transcribers),
        migrations.RunPython(begin_ledger, migrations.RunPython.noop),
    ]
