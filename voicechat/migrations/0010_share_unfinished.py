from django.db import migrations, models


class Migration(migrations.Migration):
    """A link does not show what came in after it was made."""

    dependencies = [
        ('voicechat', '0009_take'),
    ]

    operations = [
        migrations.AddField(
            model_name='share',
            name='unfinished',
            field=models.JSONField(default=list, editable=False, help_text='The ids of turns whose words came in after it was made.', verbose_name='unfinished'),
        ),
    ]
