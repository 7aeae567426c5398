"""The versions of what admins change."""

import django.core.validators
import django.db.models.deletion
import re
import simple_history.models
import uuid
import voicechat.models.mcp
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('voicechat', '0015_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMcpServer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('label', models.CharField(help_text='Names the server in a call, such as “weather”.', max_length=64, validators=[django.core.validators.RegexValidator(re.compile('^[A-Za-z][A-Za-z0-9_-]*\\Z'), 'Letters, digits, “-” and “_”; the first one is a letter.')], verbose_name='label')),
                ('url', models.CharField(help_text='Where the server is, such as https://mcp.example.com/mcp.', max_length=500, validators=[voicechat.models.mcp.check_address], verbose_name='address')),
                ('allowed_tools', models.TextField(blank=True, help_text='Names such as “forecast, tides”. Empty: all that the server has.', max_length=4000, validators=[voicechat.models.mcp.check_tool_names], verbose_name='allowed tools')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('persona', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='voicechat.persona', verbose_name='persona')),
            ],
            options={
                'verbose_name': 'historical MCP server',
                'verbose_name_plural': 'historical MCP servers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPersona',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('is_published', models.BooleanField(default=True, help_text='Off: nobody but its owner sees it.', verbose_name='published')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('emoji', models.CharField(blank=True, max_length=8, verbose_name='emoji')),
                ('instructions', models.TextField(help_text='Who this is and how they talk. A curious person can read them: no place for secrets.', max_length=16000, validators=[django.core.validators.MaxLengthValidator(16000)], verbose_name='instructions')),
                ('opening_line', models.CharField(blank=True, help_text='Said at the start of a call. Empty: the person speaks first.', max_length=500, verbose_name='opening line')),
                ('voice', models.CharField(default='marin', max_length=50, verbose_name='voice')),
                ('model', models.CharField(default='gpt-realtime-2.1', max_length=100, verbose_name='model')),
                ('speed', models.FloatField(default=1.0, help_text='From 0.25 to 1.5; 1 is natural.', validators=[django.core.validators.MinValueValidator(0.25), django.core.validators.MaxValueValidator(1.5)], verbose_name='speed')),
                ('languages', models.CharField(blank=True, help_text='Codes such as “en, de, ja” help the transcript. Empty: any.', max_length=100, validators=[django.core.validators.RegexValidator(re.compile('^\\s*[a-z]{2,3}(\\s*,\\s*[a-z]{2,3})*\\s*$'), 'Write codes such as “en, de, ja”.')], verbose_name='spoken languages')),
                ('turn_detection', models.CharField(choices=[('server_vad', 'When you pause'), ('semantic_vad', 'When you have finished the thought')], default='server_vad', max_length=20, verbose_name='it answers')),
                ('noise_reduction', models.CharField(blank=True, choices=[('', 'None'), ('near_field', 'Headset or phone'), ('far_field', 'Laptop or room microphone')], default='near_field', max_length=20, verbose_name='noise reduction')),
                ('reasoning_effort', models.CharField(blank=True, choices=[('', "The model's own"), ('minimal', 'Minimal'), ('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('xhigh', 'Highest')], default='', help_text='More effort, slower answers. Only for models that reason.', max_length=10, verbose_name='reasoning effort')),
                ('max_minutes', models.PositiveSmallIntegerField(default=60, help_text='Over an hour it goes on in further calls, as the provider ends each then.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(480)], verbose_name='longest conversation at one go, in minutes')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: shared with everybody.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'historical persona',
                'verbose_name_plural': 'historical personas',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPersona_groups',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='auth.group')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='voicechat.historicalpersona')),
                ('persona', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='voicechat.persona')),
            ],
            options={
                'verbose_name': 'HistoricalPersona_groups',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSiteSettings',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('sign_up', models.CharField(choices=[('open', 'Open: anybody may make an account'), ('invitation', 'By invitation: whoever has a link'), ('closed', 'Closed: accounts are made in the admin, and invitations rest')], default='open', max_length=10, verbose_name='sign-up')),
                ('keep_days', models.PositiveIntegerField(blank=True, help_text='After that they are deleted for good. Empty: until their owner deletes them.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='conversations are kept for, in days')),
                ('sharing_is_allowed', models.BooleanField(default=False, help_text='Lets people make links with which anybody may read a conversation.', verbose_name='conversations may be shared')),
                ('minutes_per_day', models.PositiveIntegerField(blank=True, help_text='Of everybody together.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='minutes a day')),
                ('cost_per_month', models.DecimalField(blank=True, decimal_places=2, help_text='Of everybody together.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='cost a month, in US dollars')),
                ('calls_at_once', models.PositiveIntegerField(blank=True, help_text='Of everybody together.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='calls at once')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical site settings',
                'verbose_name_plural': 'historical site settings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSpeechModel',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=100, verbose_name='name')),
                ('purpose', models.CharField(choices=[('talks', 'talks'), ('transcribes', 'transcribes')], default='talks', max_length=11, verbose_name='purpose')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('reasons', models.BooleanField(default=False, help_text='Understands a reasoning effort.', verbose_name='reasons')),
                ('is_available', models.BooleanField(default=True, verbose_name='available')),
                ('shuts_down_on', models.DateField(blank=True, null=True, verbose_name='shuts down on')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical model',
                'verbose_name_plural': 'historical models',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalVoice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=50, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('is_available', models.BooleanField(default=True, verbose_name='available')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical voice',
                'verbose_name_plural': 'historical voices',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
