"""Somebody who visits the product with a browser: what they do, and an eye on everything that may go wrong meanwhile.

A visitor finds things as people do, by what they are and what is written on them.  `look` is called on every page:
nothing sticks out sideways, nothing jumps, the language and its direction are right, and axe finds nothing, in light
and in dark.  What happens between pages (a request to elsewhere, an error in the console) is told by `leave`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.product import PASSWORD, Product

SHIFT_MAX = 0.01
"""How far a page may jump while it comes in (the browser's own measure, 0 is not at all)."""
PICTURED = ((1280, 900), (360, 740))
COLOURS = 48
"""How many colours a picture keeps: a page has few, and whoever fetches the project fetches its pictures."""
RIGHT_TO_LEFT = {"ur"}
WATCH_SHIFTS = """
window.shifted = 0;
window.shiftedParts = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) {
    if (one.hadRecentInput) continue;  // what somebody unfolds may push the rest down
    window.shifted += one.value;
    for (const part of one.sources) window.shiftedParts.push((part.node?.outerHTML ?? "").slice(0, 120));
} }).observe({type: "layout-shift", buffered: true});
"""
REFUSED = "Failed to load resource: the server responded with a status of"
AXE = Axe()
EXAMINED: set[tuple[Any, ...]] = set()
"""What axe has seen: kinds of pages, by language, width, address without numbers, headings and fields."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_QUESTION = re.compile(r"(/talk/[a-z_]+/)(?!check/)[a-z0-9_]+/")


@dataclass
class Visitor:
    """A person before a browser."""

    product: Product
    context: BrowserContext
    page: Page
    hands: Hands
    width: int
    has_script: bool
    pictures: Path | None
    also: tuple[int, int] | None = None
    """Another screen, width and height, on which nothing may stick out sideways either."""
    language: str = "en"
    email: str = ""
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def sent_to(
        cls,
        product: Product,
        browser: Browser,
        *,
        width: int = 1280,
        height: int = 800,
        keyboard: bool = False,
        has_script: bool = True,
        pictures: Path | None = None,
        also: tuple[int, int] | None = None,
    ) -> Self:
        """Return a visitor with a browser of their own that has never been anywhere."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            locale="en-GB",
            # Colours that fade would be judged half way between light and dark.
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        if has_script:
            context.add_init_script(WATCH_SHIFTS)
        page = context.new_page()
        hands = Keyboard(page) if keyboard else Pointer(page)
        made = cls(product, context, page, hands, width, has_script, pictures, also)
        page.on("request", made._asked)
        page.on("response", made._answered)
        page.on("console", made._said)
        page.on("pageerror", lambda error: made.troubles.append(f"{page.url}: a script failed: {error}"))
        return made

    def words(self, english: str, /, **facts: object) -> str:
        """Return a sentence of the interface in the visitor's language."""
        with translation.override(self.language):
            said = translation.gettext(english)
        return said % facts if facts else said

    def go(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(self.product.url + path)

    def sign_in(self, email: str, *, language: str = "en") -> None:
        """Come in by the front door.  The door speaks the browser's language, the house that of the person."""
        if "/sign-in/" not in self.page.url:
            self.go("/")
        self.look()
        self.hands.write(self.page.get_by_label("E-mail address"), email)
        self.hands.write(self.page.get_by_label("Password"), PASSWORD)
        self.hands.press(self.button("Sign in"))
        expect(self.page).not_to_have_url(re.compile("/sign-in/"))
        self.language = language
        self.email = email

    def turn_to(self, width: int, height: int = 800) -> None:
        """Go on before a wider or a narrower screen."""
        self.width = width
        self.page.set_viewport_size({"width": width, "height": height})

    def button(self, english: str, /, **facts: object) -> Locator:
        """Return the button with these words on it."""
        return self.page.get_by_role("button", name=self.words(english, **facts), exact=True)

    def link(self, english: str, /, **facts: object) -> Locator:
        """Return the link with these words on it."""
        return self.page.get_by_role("link", name=self.words(english, **facts), exact=True)

    def way(self, english: str, /) -> Locator:
        """Return the way onward, on a page of ways, that begins with these words; a note follows them."""
        return self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(self.words(english))}"))

    def part(self, english: str, /) -> Locator:
        """Return the part of the page under this heading."""
        heading = self.page.get_by_role("heading", name=self.words(english), exact=True)
        return self.page.get_by_role("main").locator("section").filter(has=heading)

    def heading(self) -> str:
        """Return the one main heading of the page."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def look(self, picture: str = "", *, dark: bool = False) -> None:
        """Look at the page as it stands, note whatever is wrong with it, and keep pictures of it under a name."""
        self.page.wait_for_load_state("load")
        self._fits(self.width)
        html = self.page.locator("html")
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        self._note(
            html.get_attribute("lang") == self.language, f"is in {html.get_attribute('lang')}, not {self.language}"
        )
        self._note(html.get_attribute("dir") == direction, f"does not run {direction}")
        if self.has_script:
            shifted, parts = self.page.evaluate("[window.shifted, window.shiftedParts]")
            self._note(shifted < SHIFT_MAX, f"jumps while it comes in: {shifted:.3f}, {parts}")
            self._examine()
        if self.also is not None:
            self._fits_also(*self.also)
        if picture and self.pictures is not None:
            self._keep(picture, self.pictures)
            if dark:
                self.page.emulate_media(color_scheme="dark")
                self._keep(f"{picture}-dark", self.pictures)
                self.page.emulate_media(color_scheme="light")

    def _fits(self, width: int) -> None:
        wide = self.page.evaluate("document.scrollingElement.scrollWidth")
        self._note(wide <= width, f"sticks out sideways: {wide} px of {width}")

    def _fits_also(self, width: int, height: int) -> None:
        """Look at the page before another screen, and come back."""
        shown = self.page.viewport_size
        assert shown is not None
        self.page.set_viewport_size({"width": width, "height": height})
        self._fits(width)
        self.page.set_viewport_size(shown)

    def _keep(self, picture: str, folder: Path) -> None:
        """Keep two pictures of the page: on a desk, and on a small phone."""
        shown = self.page.viewport_size
        assert shown is not None
        for width, height in PICTURED:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.evaluate("scrollTo(0, 0)")
            kept = folder / f"{picture}-{width}.png"
            self.page.screenshot(path=kept, animations="disabled")
            with Image.open(kept) as full:
                full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)
        self.page.set_viewport_size(shown)

    def leave(self) -> Sequence[str]:
        """Close the browser and tell all that went wrong."""
        self.context.close()
        return self.troubles

    def _examine(self) -> None:
        """Let axe look at each kind of page once per language and width, in light and in dark."""
        path = _QUESTION.sub(r"\1*/", _UUID.sub("*", urlsplit(self.page.url).path))
        controls = sorted(set(self.page.locator("main input:visible").evaluate_all("all => all.map(one => one.type)")))
        headings = self.page.get_by_role("heading").count()
        kind = (self.language, self.width, path, headings, *controls, self.page.get_by_role("alert").count())
        if kind in EXAMINED:
            return
        EXAMINED.add(kind)
        for scheme, options in (
            ("light", {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}),
            ("dark", {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}),
        ):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for violation in AXE.run(self.page, options=options).response["violations"]:
                nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self._note(False, f"{violation['help']} ({violation['id']}, {scheme}): {nodes}")
        self.page.emulate_media(color_scheme="light")

    def _note(self, is_right: bool, wrong: str) -> None:
        if not is_right:
            self.troubles.append(f"{urlsplit(self.page.url).path} ({self.width} px, {self.language}): {wrong}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.product.url + "/", "data:")):
            self.troubles.append(f"{self.page.url} asked elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.troubles.append(f"{response.url} answered {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        # A page that refuses (422, 403, 404) makes the browser say so; `_answered` watches everything else.
        if message.type in {"error", "warning"} and not message.text.startswith(REFUSED):
            self.troubles.append(f"{self.page.url}: the console says {message.text!r}")
