"""Who is answered what, at each address and for each method.

A rule has a status for each method: one for everybody, or five, for each of `PEOPLE` in order. The
bodies are empty, so that 422 says: may do this, but not so.
"""

from typing import NamedTuple

PEOPLE = ("visitor", "stranger", "owner", "staff", "superuser")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Rule(NamedTuple):
    """Statuses by method."""

    get: str = "405"
    head: str = "405"
    post: str = "405"
    put: str = "405"
    patch: str = "405"
    delete: str = "405"
    options: str = "405"

    def expected(self, method: str, person: str) -> int:
        """Give the status of one answer."""
        statuses = self[METHODS.index(method)].split()
        return int(statuses[PEOPLE.index(person)] if len(statuses) > 1 else statuses[0])


def page(reads: str, post: str = "405") -> Rule:
    """A page that is read, and perhaps posted to."""
    return Rule(get=reads, head=reads, post=post)


def of_django(reads: str, post: str, put: str, options: str = "200") -> Rule:
    """A class of Django's or django-allauth's, which answer OPTIONS, and PUT as POST if at all."""
    return Rule(get=reads, head=reads, post=post, put=put, options=options)


def admin(staff: str, superuser: str, post: str = "", other: str = "", options: str = "") -> Rule:
    """A page of the admin: others are led to sign in. `staff` has no rights of its own.

    `post`, `other` and `options` are for the two who may come in, where it makes a difference.
    """
    both = f"{staff} {superuser}"
    reads, posts, others = (f"302 302 302 {some or both}" for some in ("", post, other))
    return Rule(reads, reads, posts, others, others, others, f"302 302 302 {options or both}")


def everywhere(statuses: str) -> Rule:
    """The same answer to each method."""
    return Rule(*[statuses] * len(METHODS))


SIGNED_IN = "302 200 200 200 200"
OWN = "302 404 200 404 404"  # whose existence nobody else learns, not even an admin
NOT_SO = "302 404 422 404 404"
CHANGED = "302 404 302 404 404"

SITE = {
    "call": page("200"),
    "shared": page("200"),
    "invitation": page("200", post="302 200 200 200 200"),
    "history": page(SIGNED_IN),
    "deleted": page(SIGNED_IN),
    "personas": page(SIGNED_IN),
    "usage": page(SIGNED_IN),
    "usage_of": page(SIGNED_IN),
    "export_many": page(SIGNED_IN),
    "export_everything": page(SIGNED_IN),
    "account": page(SIGNED_IN, post=SIGNED_IN),
    "import": page(SIGNED_IN, post="302 422 422 422 422"),
    "new_persona": page(SIGNED_IN, post="302 422 422 422 422"),
    "leave": page(SIGNED_IN, post="302 422 422 422 422"),
    "conversation": page(OWN),
    "export": page(OWN),
    "continue": page(OWN),
    "copy_persona": page(OWN),
    "correction": page(OWN, post=OWN),
    "title": page(OWN, post=CHANGED),
    "delete_persona": page(OWN, post=CHANGED),
    "edit_persona": page(OWN, post=NOT_SO),
    "star": Rule(post=CHANGED),
    "delete": Rule(post=CHANGED),
    "restore": Rule(post=CHANGED),
    "share": Rule(post=CHANGED),
    "revoke": Rule(post=CHANGED),
    "default_persona": Rule(post=CHANGED),
    "discard": Rule(post="302 404 404 404 404"),  # it was not deleted before
    "try": Rule(post="404"),  # but in development
    "manifest": page("200"),
    "service_worker": page("200"),
    "offline": page("200"),
    "set_language": Rule(post="302"),
    "words": of_django("200", "405", "405"),
    "favicon.ico": everywhere("302"),
}

API = {
    "api:openapi-json": everywhere("200"),
    "api:api-root": everywhere("404"),
    "unknown_address": everywhere("404"),
    "api:start_call": Rule(post="401 422 422 422 422"),
    "api:reserve_call": Rule(post="401 422 422 422 422"),
    "api:exchange_offer": Rule(post="401 422 422 422 422"),
    "api:change_settings": Rule(post="401 404 200 404 404"),
    "api:store_records": Rule(post="401 404 200 404 404"),
    # 503: the provider is not there.
    "api:continue_conversation": Rule(post="401 404 503 404 404"),
    "api:reserve_further_call": Rule(post="401 404 503 404 404"),
    "api:replay": Rule(get="401 404 200 404 404"),
    "api:voice_sample": Rule(get="401 503 503 503 503"),
}

ALLAUTH = {
    "account_login": Rule(
        "200 302 302 302 302", "200 302 302 302 302", "200 302 302 302 302", "200 302 302 302 302",
        "405 302 302 302 302", "405 302 302 302 302", "200 302 302 302 302",
    ),
    "account_signup": Rule(
        "200 302 302 302 302", "200 302 302 302 302", "200 302 302 302 302", "200 302 302 302 302",
        "405 302 302 302 302", "405 302 302 302 302", "200 302 302 302 302",
    ),
    "account_logout": of_django(SIGNED_IN, "302", "405"),
    "account_inactive": of_django("200", "405", "405"),
    "account_email_verification_sent": of_django("200", "405", "405"),
    "account_reset_password_done": of_django("200", "405", "405"),
    "account_reset_password_from_key_done": of_django("200", "405", "405"),
    "account_reset_password": of_django("200", "200", "200"),
    "account_reset_password_from_key": everywhere("200"),  # says that the link is no good
    "account_confirm_email": of_django("200", "404", "405"),
    "account_confirm_login_code": everywhere("302"),
    "account_reauthenticate": Rule(
        SIGNED_IN, SIGNED_IN, SIGNED_IN, SIGNED_IN,
        "302 405 405 405 405", "302 405 405 405 405", SIGNED_IN,
    ),
    "account_change_password": Rule(
        SIGNED_IN, SIGNED_IN, SIGNED_IN, SIGNED_IN,
        "302 405 405 405 405", "302 405 405 405 405", SIGNED_IN,
    ),
    "account_email": Rule(
        SIGNED_IN, SIGNED_IN, "302", "302",
        "302 405 405 405 405", "302 405 405 405 405", SIGNED_IN,
    ),
    "account_set_password": everywhere("302"),  # for those who have none
}  # fmt: skip

READ_ONLY = admin("403", "200", post="403 403")
NEVER = admin("403", "403")
FORM = admin("403", "200", post="403 302")
DEFAULT = admin("403", "200")
ADMIN = {
    "admin:index": admin("200", "200"),
    "admin:login": Rule(
        "302 403 403 302 302", "302 403 403 200 200", "302 403 403 200 200", "302 403 403 200 200",
        "302 403 403 405 405", "302 403 403 405 405", "302 403 403 200 200",
    ),
    "admin:logout": Rule(
        "302 302 302 405 405", "302 302 302 405 405", "302 302 302 200 200", "302 302 302 405 405",
        "302 302 302 405 405", "302 302 302 405 405", "302 302 302 200 200",
    ),
    "admin:password_change": Rule(
        "302 302 302 200 200", "302 302 302 200 200", "302 302 302 200 200", "302 302 302 200 200",
        "302 302 302 405 405", "302 302 302 405 405", "302 302 302 200 200",
    ),
    "admin:password_change_done": admin("200", "200", "405 405", "405 405", "200 200"),
    "admin:jsi18n": admin("200", "200", "405 405", "405 405", "200 200"),
    "admin:autocomplete": admin("403", "403", "405 405", "405 405", "200 200"),
    "admin:view_on_site": admin("404", "404"),
    "admin/(?P<url>.*)$": admin("404", "404"),
    "admin:app_list": admin("404", "200"),
    "admin:voicechat_sitesettings_changelist": admin("403", "302"),  # there is one row
    "admin:voicechat_persona_import": admin("403", "200", "403 422", "405 405", "405 405"),
    **dict.fromkeys(
        (f"admin:voicechat_persona_{step}" for step in ("publish", "withdraw", "duplicate")),
        admin("405", "405", post="403 302"),
    ),
    **dict.fromkeys(
        (f"admin:voicechat_{kind}_add" for kind in
         ("call", "voicesample", "conversation", "limit", "sitesettings", "share", "dayusage")),
        NEVER,
    ),
    "admin:voicechat_sitesettings_delete": NEVER,
    "admin:voicechat_dayusage_delete": NEVER,
    **dict.fromkeys(
        (f"admin:voicechat_{kind}_change" for kind in
         ("call", "voicesample", "conversation", "share", "dayusage")),
        READ_ONLY,
    ),
    "admin:voicechat_limit_change": FORM,
    "admin:voicechat_invitation_change": FORM,
    **dict.fromkeys(
        (f"admin:voicechat_{kind}_simple_history" for kind in ("speechmodel", "voice", "persona")),
        admin("404", "404", post="403 404"),
    ),
    "admin:voicechat_sitesettings_simple_history": DEFAULT,
    "admin:voicechat_dayusage_csv": DEFAULT,
    "admin:auth_user_password_change": DEFAULT,
}  # fmt: skip

# Pages that the admin makes for each kind of rows, unless something else is said above.
USUAL = {
    **dict.fromkeys(("changelist", "add", "history", "delete", "change"), DEFAULT),
    "": admin("302", "302"),  # leads to the page of a row
}
ROWS = {
    "account_emailaddress", "auth_group", "voicechat_call", "voicechat_conversation",
    "voicechat_dayusage", "voicechat_invitation", "voicechat_limit", "voicechat_persona",
    "voicechat_share", "voicechat_sitesettings", "voicechat_speechmodel", "voicechat_user",
    "voicechat_voice", "voicechat_voicesample",
}  # fmt: skip

RULES = {
    **{f"admin:{rows}_{kind}": rule for rows in ROWS for kind, rule in USUAL.items() if kind},
    **{f"admin/{rows.replace('_', '/')}/<path:object_id>/": USUAL[""] for rows in ROWS},
    **SITE,
    **API,
    **ALLAUTH,
    **ADMIN,
}
