import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """Personas for some groups only, and instructions that have an end wherever they come from."""

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('voicechat', '0010_share_unfinished'),
    ]

    operations = [
        migrations.AddField(
            model_name='persona',
            name='groups',
            field=models.ManyToManyField(blank=True, help_text='Who finds a shared one. Empty: everybody.', related_name='personas', to='auth.group', verbose_name='groups'),
        ),
        migrations.AlterField(
            model_name='persona',
            name='instructions',
            field=models.TextField(help_text='Who this is and how they talk. A curious person can read them: no place for secrets.', max_length=16000, validators=[django.core.validators.MaxLengthValidator(16000)], verbose_name='instructions'),
        ),
    ]
