"""Every action has a key, which never fires while typing."""

from playwright.sync_api import Page, expect


def test_a_call_is_led_by_keys(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("Interrupt the reply")).to_be_visible()
    page.keyboard.press("s")  # not while the dialog is open
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("Ready")
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()
    page.keyboard.press("Control+e")
    page.keyboard.press("/")
    message = page.get_by_role("textbox", name="Message")
    page.keyboard.type("me, is it?")
    expect(message).to_have_value("me, is it?")
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()
    message.blur()
    page.keyboard.press("e")
    expect(page.get_by_role("status")).to_have_text("Ended")


def test_keys_can_be_switched_off_for_good(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox", name="Use these keys").uncheck()
    page.reload()
    page.locator("#start:enabled").wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("checkbox", name="Use these keys")).not_to_be_checked()
