"""People who may use the admin, each with so many rights."""

from uuid import uuid4

from django.contrib.auth.models import Permission
from django.test import Client

from voicechat.models import User


def staff(*rights: str) -> Client:
    """Sign in somebody who may use the admin, with rights such as "change_persona"."""
    user = User.objects.create_user(f"{uuid4()}@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert user.user_permissions.count() == len(rights)
    client = Client()
    client.force_login(user)
    return client


def _sent(value: object) -> object:
    return [getattr(each, "pk", each) for each in value] if isinstance(value, list) else value


def form_of(page: object) -> dict[str, object]:
    """Give what a browser would send of the form of an admin page, unchanged."""
    form = page.context["adminform"].form
    values = {form.add_prefix(name): _sent(form[name].value()) for name in form.fields}
    for formset in page.context.get("inline_admin_formsets") or []:
        for each in [formset.formset.management_form, *formset.formset.forms]:
            values |= {each.add_prefix(name): each[name].value() for name in each.fields}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }
