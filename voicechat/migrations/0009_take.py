import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """An import keeps the times of what it brings. Columns stay as they are."""

    dependencies = [
        ('voicechat', '0008_search'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=name,
                    name='created_at',
                    field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='stored'),
                )
                for name in ('turn', 'usage')
            ],
        ),
    ]
