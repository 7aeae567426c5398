"""Tools of personas, and the day on which older models shut down."""

import datetime
import re
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import voicechat.models.mcp

# As of November 2026. Not offered any more; known, so that whoever uses one is warned in time.
SHUTS_DOWN_ON = datetime.date(2027, 1, 20)
OLDER_MODELS = [
    # name, text in / cached / out, audio in / cached / out
    ("gpt-realtime", "4", "0.40", "16", "32", "0.40", "64"),
    ("gpt-realtime-mini", "0.60", "0.06", "2.40", "10", "0.30", "20"),
]
PRICE_FIELDS = [
    "text_input", "text_cached", "text_output", "audio_input", "audio_cached", "audio_output",
]


def add(apps, schema_editor):
    models = apps.get_model("voicechat", "SpeechModel").objects
    for position, (name, *prices) in enumerate(OLDER_MODELS, start=90):
        fields = dict(zip(PRICE_FIELDS, map(Decimal, prices), strict=True))
        fields |= {"description": "Older", "is_available": False, "position": position}
        models.get_or_create(name=name, defaults=fields)
    known = models.filter(name__in=[name for name, *_ in OLDER_MODELS])
    known.filter(shuts_down_on=None).update(shuts_down_on=SHUTS_DOWN_ON)


class Migration(migrations.Migration):
    dependencies = [("voicechat", "0012_people")]

    operations = [
        migrations.CreateModel(
            name='McpServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='Names the server in a call, such as “weather”.', max_length=64, validators=[django.core.validators.RegexValidator(re.compile('^[A-Za-z][A-Za-z0-9_-]*\\Z'), 'Letters, digits, “-” and “_”; the first one is a letter.')], verbose_name='label')),
                ('url', models.CharField(help_text='Where the server is, such as https://mcp.example.com/mcp.', max_length=500, validators=[voicechat.models.mcp.check_address], verbose_name='address')),
                ('allowed_tools', models.TextField(blank=True, help_text='Names such as “forecast, tides”. Empty: all that the server has.', max_length=4000, validators=[voicechat.models.mcp.check_tool_names], verbose_name='allowed tools')),
                ('credential', models.TextField(blank=True, editable=False, verbose_name='credential')),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mcp_servers', to='voicechat.persona', verbose_name='persona')),
            ],
            options={
                'verbose_name': 'MCP server',
                'verbose_name_plural': 'MCP servers',
                'ordering': ['label'],
                'constraints': [models.UniqueConstraint(fields=('persona', 'label'), name='mcp_label_is_unique')],
            },
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
