
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voicechat', '0004_records'),
    ]

    operations = [
        migrations.CreateModel(
            name='VoiceSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('model', models.CharField(max_length=100, verbose_name='spoken by')),
                ('content_type', models.CharField(default='audio/wav', max_length=50, verbose_name='content type')),
                ('sound', models.BinaryField(verbose_name='sound')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='voicechat.voice', verbose_name='voice')),
            ],
            options={
                'verbose_name': 'voice sample',
                'verbose_name_plural': 'voice samples',
                'ordering': ['voice', 'language', 'model'],
                'constraints': [models.UniqueConstraint(fields=('voice', 'language', 'model'), name='voice_sample_is_made_once')],
            },
        ),
    ]
