"""What axe and the width of a page say against it in Chromium, by light and by dark."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parent / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "options => axe.run(options).then(result => result.violations)"


def faults(page: Page) -> list[tuple[str, object]]:
    """Each rule that is broken with the place; by dark only what can differ there. The page is to be a light one."""
    page.evaluate(AXE)
    found = page.evaluate(RUN, {"runOnly": RULES})
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found] + ([("too wide", wide)] if wide > 0 else [])
