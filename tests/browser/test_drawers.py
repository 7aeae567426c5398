"""What lies over a narrow page does not lie over a wide one."""

from playwright.sync_api import Page, expect


def test_the_menu_of_a_phone_is_the_side_of_a_wide_page(page: Page) -> None:
    side = page.get_by_role("complementary", name="Menu")
    for width, is_drawer in ((390, True), (1440, False)):
        page.set_viewport_size({"width": width, "height": 844})
        if is_drawer:
            page.get_by_role("button", name="Menu").click()
        expect(side).to_be_visible()
        assert side.evaluate("(side) => side.matches(':popover-open')") == is_drawer
    assert side.bounding_box()["width"] < 400


def test_what_is_read_from_the_right_has_the_menu_there_and_the_panel_opposite(page: Page) -> None:
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    page.emulate_media(reduced_motion="reduce")  # it slides in
    side = page.get_by_role("complementary", name="Menu")
    panel = page.locator("#panel")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.get_by_role("button", name="Settings").click()
        assert panel.bounding_box()["x"] == 0
        page.get_by_role("button", name="Close").click()
        if width == 390:
            page.get_by_role("button", name="Menu").click()
        box = side.bounding_box()
        assert box["x"] + box["width"] == width
