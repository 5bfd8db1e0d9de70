"""Walking a page as somebody does who has the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

FAR = 150
SEEN = """element => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height / 2, 20)];
  const on = document.elementFromPoint(x, y);
  const its = [element, ...(element.labels || [])];
  return Boolean(on) && (its.some(one => one.contains(on)) || on.contains(element));
}"""


class Keys:
    """Tab to a thing, type into it, press it. Fails where Tab does not lead there, or where it is not to be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, thing: Locator) -> Locator:
        expect(thing).to_be_visible()
        for _ in range(FAR):
            if thing.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(thing).to_be_focused()
        assert thing.evaluate(SEEN), "the keys lead to something that lies under something else"
        return thing

    def write(self, thing: Locator, words: str) -> None:
        self.to(thing)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(words) if words else self.page.keyboard.press("Delete")

    def press(self, thing: Locator, key: str = "Enter") -> None:
        self.to(thing)
        self.page.keyboard.press(key)
