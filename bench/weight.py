"""What a browser that has nothing yet fetches for a page, compressed, and whether the page moves while it comes."""

import gzip
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from bench.lines import Line, Report
from bench.memory import site
from bench.pages import reader, somebody
from tools.browser import chromium, flags

MOST = 150  # KB, without charts
STILL = 0.01  # of the layout shift score; 0.1 is called good: https://web.dev/articles/cls
SIZES = {"at a desk": (1440, 900), "on a phone": (390, 844)}
PACKED = (".woff2", ".png", ".jpg", ".webp")  # no proxy makes these smaller
MOVED = """
window.moved = 0;
new PerformanceObserver((seen) => { for (const shift of seen.getEntries()) window.moved += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
"""


def run(report: Report) -> None:
    path = chromium()
    if path is None:
        print("What a page weighs is told by Chromium alone, which is not here.", flush=True)
        return
    pages = {"the roster": reverse("desk:talents"), "today": reverse("desk:today")}
    pages["a talent's page"] = reverse("desk:talent", args=[somebody()])
    session = reader().cookies[settings.SESSION_COOKIE_NAME].value
    with site() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        for what, page in pages.items():
            for size, (width, height) in SIZES.items():
                kilobytes, moved = _seen(browser, address + page, session, width, height)
                report.add(Line(f"weight of {what}, {size}", kilobytes, "KB", most=MOST, note="compressed, no charts"))
                report.add(Line(f"how much {what} moves, {size}", moved, "shift", most=STILL))
        browser.close()


def _seen(browser: Browser, url: str, session: str, width: int, height: int) -> tuple[float, float]:
    """Kilobytes, and the score of its shifts."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    context.add_init_script(MOVED)
    page, fetched = context.new_page(), set[str]()
    page.on("response", lambda response: fetched.add(response.url))
    answer = page.goto(url)
    assert answer is not None and answer.status == 200, f"{url}: {answer}"
    page.wait_for_load_state("networkidle")
    moved = page.evaluate("window.moved")
    context.close()
    with httpx.Client(cookies={settings.SESSION_COOKIE_NAME: session}, timeout=30) as again:
        bodies = {each: again.get(each).content for each in fetched if "echarts" not in each}
    return sum(_weight(each, body) for each, body in bodies.items()) / 1000, moved


def _weight(url: str, body: bytes) -> int:
    return len(body) if urlsplit(url).path.endswith(PACKED) else len(gzip.compress(body))
