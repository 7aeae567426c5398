"""Every page and every state of it: who opens what, and what they do there.

A page that needs nothing but to be opened stands in `PAGES`; what happens on one is a function
below. Steps go by ids, as words are in many languages.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.screenshots.sayings import LIVE
from tests.screenshots.stage import Stage

ANSWER = 60_000  # ms
PHONE = 390  # px

Scene = Callable[[Stage], None]

# By who opens it: the name of the picture, and the address.
PAGES = {
    "visitor": {
        "welcome": "/",
        "sign-in": "/accounts/login/",
        "sign-up-closed": "/accounts/signup/",
        "password-reset": "/accounts/password/reset/",
        "password-reset-sent": "/accounts/password/reset/done/",
        "password-reset-link-old": "/accounts/password/reset/key/1-nonsense/",
        "invitation": "/invitations/{invitation}/",
        "invitation-no-good": "/invitations/nonsense/",
        "shared": "/shared/{shared}/",
        "shared-no-more": "/shared/{gone}/",
        "not-found": "/nowhere/",
        "offline": "/offline/{language}/",
    },
    "newcomer": {
        "history-empty": "/history/",
        "usage-empty": "/usage/",
        "deleted-empty": "/history/deleted/",
        "invitation-for-somebody-else": "/invitations/{invitation}/",
    },
    "person": {
        "history": "/history/",
        "history-nothing-found": "/history/?q=submarine",
        "conversation": "/history/{conversation}/",
        "rename": "/history/{conversation}/title/",
        "continue": "/conversations/{conversation}/continue/",
        "deleted": "/history/deleted/",
        "import": "/history/import/",
        "personas": "/personas/",
        "persona-new": "/personas/new/",
        "persona-copy": "/personas/{shared_persona}/copy/",
        "persona-edit": "/personas/{persona}/edit/",
        "persona-delete": "/personas/{persona}/delete/",
        "usage": "/usage/",
        "account": "/account/",
        "change-password": "/accounts/password/change/",
        "change-email": "/accounts/email/",
        "leave": "/account/delete/",
        "sign-out": "/accounts/logout/",
    },
    "admin": {
        "admin": "/admin/",
        "admin-personas": "/admin/voicechat/persona/",
        "admin-persona": "/admin/voicechat/persona/{shared_persona}/change/",
        "admin-persona-history": "/admin/voicechat/persona/{shared_persona}/history/",
        "admin-persona-import": "/admin/voicechat/persona/import/",
        "admin-models": "/admin/voicechat/speechmodel/",
        "admin-model": "/admin/voicechat/speechmodel/1/change/",
        "admin-voices": "/admin/voicechat/voice/",
        "admin-users": "/admin/voicechat/user/",
        "admin-user-new": "/admin/voicechat/user/add/",
        "admin-groups": "/admin/auth/group/",
        "admin-group-new": "/admin/auth/group/add/",
        "admin-invitations": "/admin/voicechat/invitation/",
        "admin-invitation-new": "/admin/voicechat/invitation/add/",
        "admin-limits": "/admin/voicechat/limit/",
        "admin-calls": "/admin/voicechat/call/",
        "admin-conversations": "/admin/voicechat/conversation/",
        "admin-conversation": "/admin/voicechat/conversation/{conversation}/change/",
        "admin-shares": "/admin/voicechat/share/",
        "admin-usage": "/admin/voicechat/dayusage/",
        "admin-site-settings": "/admin/voicechat/sitesettings/1/change/",
    },
}  # fmt: skip
# Whose text fits a screen, or is drawn at its bottom.
ONE_SCREEN = {"welcome", "sign-in"}


def sign_up(stage: Stage) -> None:
    """An account is made by invitation; and what is said of a bad password."""
    stage.open("/invitations/{invitation}/")
    stage.page.locator("main form button").click()
    stage.page.locator("#id_email").wait_for()
    stage.shoot("sign-up", is_whole=True)
    stage.page.locator("#id_email").fill("somebody@example.org")
    stage.page.locator("#id_password1").fill("12345678")
    stage.page.locator("main form .primary").click()
    stage.page.locator(".errorlist").first.wait_for()
    stage.shoot("sign-up-refused", is_whole=True)


def wrong_password(stage: Stage) -> None:
    """Somebody mistypes their password."""
    stage.open("/accounts/login/")
    stage.page.locator("#id_login").fill("somebody@example.org")
    stage.page.locator("#id_password").fill("not this one")
    stage.page.locator("main .primary").click()
    stage.page.locator(".errorlist").first.wait_for()
    stage.shoot("sign-in-refused")


def out_of_date(stage: Stage) -> None:
    """A form is sent from a page that is older than the sign-in."""
    stage.open("/accounts/login/")
    stage.page.locator("[name=csrfmiddlewaretoken]").first.evaluate("(field) => field.remove()")
    stage.page.locator("#id_login").fill("somebody@example.org")
    stage.page.locator("#id_password").fill("whatever it is")
    stage.page.locator("main .primary").click()
    stage.page.locator("h1").wait_for()
    stage.shoot("page-out-of-date")


def too_often(stage: Stage) -> None:
    """Somebody asks for the same thing all the time."""
    if not stage.is_wanted("too-often"):
        return  # for a minute nobody else could open an invitation
    address = stage.world.site.url + "/invitations/nonsense/"
    while stage.page.request.get(address).status != 429:
        pass
    stage.open("/invitations/nonsense/")
    stage.shoot("too-often")


def broken(stage: Stage) -> None:
    """The site makes a mistake."""
    with stage.world.site.connect() as database:
        database.execute("ALTER TABLE voicechat_conversation RENAME TO elsewhere")
    stage.open("/history/")
    stage.shoot("site-mistake")
    with stage.world.site.connect() as database:
        database.execute("ALTER TABLE elsewhere RENAME TO voicechat_conversation")


def call(stage: Stage) -> None:
    """A call from its beginning to its end."""
    page, (question, answer) = stage.page, LIVE[stage.code]
    stage.open("/")
    page.locator("#start:enabled").wait_for()
    page.locator("#preflight:not(:empty)").wait_for()
    stage.shoot("call-ready")
    stage.world.peer.fail(answer_delay_s=5)
    page.locator("#start").click()
    _in_state(page, "connecting")
    stage.shoot("call-connecting")
    stage.world.peer.fail()
    _in_state(page, "connected")
    expect(page.locator("#log article").first).to_contain_text("mind?")
    page.locator("#interrupt:disabled").wait_for(state="attached")  # when all was heard
    page.locator("#message").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#log article").last).to_contain_text(answer[-12:], timeout=ANSWER)
    page.locator("#numbers-line:not(:empty)").wait_for()
    stage.shoot("call-connected")
    page.locator("#mute").click()
    stage.shoot("call-muted")
    page.locator("#mute").click()
    page.locator("#show-settings").click()
    page.locator("#events-on").check()
    stage.shoot("call-settings", is_whole=True)
    for part in ("numbers", "events"):
        page.locator(f"#{part}-title").evaluate("(title) => title.scrollIntoView()")
        stage.shoot(f"call-{part}")
    page.locator("#panel header button").click()
    page.locator("#show-keys").click()
    stage.shoot("call-keys")
    page.keyboard.press("Escape")
    stage.world.peer.kill()
    _in_state(page, "reconnecting")
    stage.shoot("call-reconnecting")
    stage.world.peer.ensure()
    _in_state(page, "connected")
    page.locator("#end").click()
    _in_state(page, "ended")
    page.locator("#notice a").first.wait_for()
    stage.shoot("call-ended")


def push_to_talk(stage: Stage) -> None:
    """Talking by a button."""
    stage.open("/")
    stage.page.locator("#show-settings").click()
    stage.page.locator("[name=turn_detection]").select_option("push_to_talk")
    stage.page.locator("#panel header button").click()
    stage.page.locator("#start:enabled").click()
    _in_state(stage.page, "connected")
    expect(stage.page.locator("#log article").first).to_contain_text("mind?")
    stage.shoot("call-push-to-talk")
    stage.page.locator("#end").click()
    _in_state(stage.page, "ended")


def may_not_call(stage: Stage) -> None:
    """A limit keeps somebody from calling."""
    stage.open("/")
    stage.page.locator("#start:enabled").click()
    stage.page.locator("#notice:visible").wait_for()
    stage.shoot("call-refused")


def first_visit(stage: Stage) -> None:
    """Somebody has an account and nothing else."""
    stage.open("/")
    stage.page.locator("#start:enabled").wait_for()
    stage.page.locator("#preflight:not(:empty)").wait_for()
    stage.shoot("call-first-visit")


def no_microphone(stage: Stage) -> None:
    """There is none."""
    stage.open("/")
    stage.page.locator("#preflight.amiss").wait_for()
    stage.shoot("call-no-microphone")


def search(stage: Stage) -> None:
    """History is searched as one types."""
    stage.open("/history/")
    stage.page.locator("[name=q]").fill(stage.known["search"])
    stage.page.locator("mark").first.wait_for()
    stage.shoot("history-search", is_whole=True)
    stage.page.locator("details:has([name=persona]) summary").click()
    stage.shoot("history-filters", is_whole=True)


def share(stage: Stage) -> None:
    """A conversation, with what may be done with it."""
    stage.open("/history/{conversation}/")
    stage.page.locator("#share summary").click()
    stage.shoot("conversation-share", is_whole=True)
    stage.page.set_viewport_size({"width": PHONE, "height": 844})
    stage.page.locator("[popovertarget=further]").click()
    stage.shoot("conversation-more", widths=[PHONE])


def correct(stage: Stage) -> None:
    """A line was misheard."""
    stage.open("/history/{conversation}/")
    stage.page.locator("a.correct").first.click()
    stage.page.locator("textarea").first.wait_for()
    stage.shoot("conversation-correct")


def persona_refused(stage: Stage) -> None:
    """A form is not filled in."""
    stage.open("/personas/new/")
    form = stage.page.locator("main form:has([name=instructions])")
    form.evaluate("(form) => form.submit()")  # as it would be without the browser's own checks
    stage.page.locator(".errorlist").first.wait_for()
    stage.shoot("persona-refused", is_whole=True)


def menu(stage: Stage) -> None:
    """The drawer of a phone."""
    stage.page.set_viewport_size({"width": PHONE, "height": 844})
    stage.open("/history/")
    stage.page.locator(".topbar button").click()
    stage.shoot("menu", widths=[PHONE])


PLAYED: dict[str, list[Scene]] = {
    "visitor": [sign_up, wrong_password, out_of_date, too_often],
    "newcomer": [first_visit],
    "kept_out": [may_not_call],
    "person": [
        *(no_microphone, call, push_to_talk, search, share, correct, persona_refused, menu, broken)
    ],
    "admin": [],
}
# In a browser without a microphone.
DEAF: list[Scene] = [no_microphone]


def _in_state(page: Page, state: str) -> None:
    page.locator(f"#call[data-state={state}]").wait_for(timeout=ANSWER)
