import django.core.validators
import django.db.models.deletion
import voicechat.models.shares
import voicechat.models.users
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Settings of a person, how accounts are made, and invitations."""

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('voicechat', '0011_personas'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='sign_up',
            field=models.CharField(choices=[('open', 'Open: anybody may make an account'), ('invitation', 'By invitation: whoever has a link'), ('closed', 'Closed: accounts are made in the admin, and invitations rest')], default='open', max_length=10, verbose_name='sign-up'),
        ),
        migrations.AddField(
            model_name='user',
            name='keep_days',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 day after they end'), (7, '7 days after they end'), (30, '30 days after they end'), (90, '90 days after they end'), (365, '365 days after they end')], help_text='Empty: as the site has it. Never later than that.', null=True, verbose_name='conversations are deleted'),
        ),
        migrations.AddField(
            model_name='user',
            name='microphone_mode',
            field=models.CharField(blank=True, choices=[('', 'Hands-free'), ('push_to_talk', 'Push to talk')], default='', help_text='The call page begins with it, unless something else was chosen there in this browser.', max_length=20, verbose_name='microphone'),
        ),
        migrations.AddField(
            model_name='user',
            name='theme',
            field=models.CharField(blank=True, choices=[('', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='', max_length=10, verbose_name='theme'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=voicechat.models.shares.new_token, editable=False, max_length=64, unique=True, verbose_name='token')),
                ('note', models.CharField(blank=True, help_text='For whom it is. Only admins see it.', max_length=200, verbose_name='note')),
                ('email', voicechat.models.users.LowerCaseEmailField(blank=True, help_text='Empty: for whoever has the link. Nothing is sent to it: send the link.', max_length=254, verbose_name='only for the e-mail address')),
                ('max_uses', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='accounts at most')),
                ('uses', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='accounts made')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('group', models.ForeignKey(blank=True, help_text='Whoever joins is put into it.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='auth.group', verbose_name='group')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='invitation',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='joined', to='voicechat.invitation', verbose_name='invitation'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('keep_days', None), ('keep_days__in', (1, 7, 30, 90, 365)), _connector='OR'), name='user_keep_days_is_offered'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('uses__lte', models.F('max_uses'))), name='invitation_uses'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('max_uses', 1), _connector='OR'), name='invitation_for_one_address_once'),
        ),
    ]
