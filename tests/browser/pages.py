"""The pages of the site, and what does not fit into them."""

from playwright.sync_api import Page

FOR_VISITORS = [
    "/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/invitations/nonsense/", "/shared/nonsense/",
]  # fmt: skip
FOR_PEOPLE = [
    "/", "/history/", "/history/?q=lighthouse", "/history/?q=nothing+like+it", "/history/import/",
    "/history/deleted/", "/history/{pk}/", "/history/{pk}/title/",
    "/conversations/{pk}/continue/", "/personas/", "/personas/new/", "/usage/", "/account/",
    "/account/delete/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/",
]  # fmt: skip

# What stands beside the page, or is cut off. Wide tables and code scroll by themselves; an ellipsis
# says that something is left out, which another page has.
OUTSIDE = """() => {
  const { documentElement: root } = document;
  const parts = [root, document.querySelector(".middle")].filter(Boolean);
  const wide = parts.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  const isLeftOut = (one) => one.closest(".hidden, .skip, .wide, pre, svg") ||
    getComputedStyle(one.parentElement).textOverflow === "ellipsis";
  const cut = [...document.querySelectorAll("body *")].filter((one) => {
    if (!one.checkVisibility({ visibilityProperty: true }) || isLeftOut(one)) return false;
    const { left, right, width } = one.getBoundingClientRect();
    const { overflowY, textOverflow, webkitLineClamp } = getComputedStyle(one);
    const isCut = ["hidden", "clip"].includes(overflowY) && textOverflow !== "ellipsis" &&
      webkitLineClamp === "none" && one.scrollHeight > one.clientHeight + 2;
    return width && (left < -1 || right > root.clientWidth + 1 || isCut);
  });
  return [...wide, ...cut].map((one) =>
    `${one.cloneNode().outerHTML} ${one.innerText?.slice(0, 40)}`);
}"""


def outside(page: Page) -> list[str]:
    """Give what does not fit into the page as it is now."""
    found: list[str] = page.evaluate(OUTSIDE)
    return found
