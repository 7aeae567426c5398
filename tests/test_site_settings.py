"""What an admin decides for the whole site is one row."""

from voicechat.models import SiteSettings


def test_without_a_row_the_defaults_hold(db: None) -> None:
    assert SiteSettings.current().keep_days is None
    assert not SiteSettings.current().sharing_is_allowed


def test_there_is_never_a_second_row(db: None) -> None:
    SiteSettings(keep_days=30).save()
    SiteSettings(keep_days=60).save()
    assert SiteSettings.objects.get().keep_days == 60
    assert SiteSettings.current().keep_days == 60
