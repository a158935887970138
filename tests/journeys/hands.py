"""Two ways to use a page: with the keyboard alone, or with a finger."""

from contextlib import nullcontext
from typing import Protocol

from playwright.sync_api import Locator, Page

STEPS_MAX = 90
IS_FRESH = "document.activeElement === document.body && !location.hash && !!document.querySelector('a[href=\"#main\"]')"
HAS_RING = """one => [one, one.parentElement, one.nextElementSibling].some(near => {
    if (!near) return false;
    const style = getComputedStyle(near);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
})"""


class Hands(Protocol):
    """What one does to a page."""

    def press(self, target: Locator) -> None:
        """Press a button or follow a link, and wait for the page that it leads to."""

    def write(self, target: Locator, text: str) -> None:
        """Write into a field, in place of what stands there."""

    def choose(self, options: Locator, number: int) -> None:
        """Choose one of several answers."""

    def tick(self, box: Locator) -> None:
        """Tick a box, or take the tick away."""


class Pointer:
    """A finger on the glass."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, options: Locator, number: int) -> None:
        options.nth(number).check()

    def tick(self, box: Locator) -> None:
        box.click()


class Keyboard:
    """Tab, Enter, Space and arrows, nothing else; whatever has the focus shows it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        # A page that says what was wrong moves the focus there once it has loaded; whoever writes then looks again.
        for _once_more in range(2):
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
            if target.input_value() == text:
                return
        assert target.input_value() == text, "what is typed arrives in the field"

    def choose(self, options: Locator, number: int) -> None:
        """Reach the group (its chosen answer, or the first) and walk to the answer with the arrows."""
        chosen = options.evaluate_all("all => all.findIndex(one => one.checked)")
        self.reach(options.nth(max(chosen, 0)))
        if chosen < 0:
            self.page.keyboard.press("Space")
        for _ in range((number - max(chosen, 0)) % options.count()):
            self.page.keyboard.press("ArrowDown")
        assert options.nth(number).is_checked(), "the arrows do not lead to the answer"

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")

    def access(self, letter: str, *, leads_on: bool = True) -> None:
        """Press the access key of a letter, with Alt, and wait for the page that it leads to.

        A real keyboard tells the browser which sign was meant; the driver's own `press` sends none while Alt is held,
        and access keys go by the sign.
        """
        wire = self.page.context.new_cdp_session(self.page)
        held = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}"}
        held["windowsVirtualKeyCode"] = ord(letter.upper())
        with self.page.expect_navigation() if leads_on else nullcontext():
            wire.send("Input.dispatchKeyEvent", {**held, "type": "rawKeyDown"})
            wire.send("Input.dispatchKeyEvent", {**held, "type": "char", "text": letter, "unmodifiedText": letter})
            wire.send("Input.dispatchKeyEvent", {**held, "type": "keyUp"})
        wire.detach()

    def reach(self, target: Locator) -> None:
        """Tab until something has the focus, past the navigation where it lies behind; it has to show its focus."""
        if self.page.evaluate(IS_FRESH) and target.evaluate("one => !!one.closest('main')"):
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
        for _ in range(STEPS_MAX):
            if target.evaluate("one => one === document.activeElement"):
                assert target.evaluate(HAS_RING), f"{target} does not show that it has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the keyboard")
