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
