"""The style sheet keeps its promises: readable colours, one file for both directions, small, nothing from elsewhere."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

STATIC = Path(__file__).parents[2] / "sankofa" / "shell" / "static" / "shell"
STYLE = (STATIC / "sankofa.css").read_text()

TEXT, CONTROL = 4.5, 3.0
"""Least contrast of words, and of the edges of what can be used (WCAG 2.2, 1.4.3 and 1.4.11)."""

GROUNDS = ("paper", "card")
PAIRS = [
    *[
        (word, ground, TEXT)
        for word in ("ink", "muted", "teal", "clay", "leaf", "indigo", "ochre-ink")
        for ground in GROUNDS
    ],
    *[(colour, "sunken", TEXT) for colour in ("ink", "muted", "teal")],
    ("teal", "teal-soft", TEXT),
    ("ochre-ink", "ochre-soft", TEXT),
    ("clay-deep", "clay-soft", TEXT),
    ("leaf", "leaf-soft", TEXT),
    ("ink", "leaf-soft", TEXT),
    ("indigo", "indigo-soft", TEXT),
    ("ink", "indigo-soft", TEXT),
    ("on-teal", "teal", TEXT),
    ("on-teal", "teal-deep", TEXT),
    ("on-clay", "clay", TEXT),
    *[("edge", ground, CONTROL) for ground in (*GROUNDS, "sunken")],
    *[(colour, "track", CONTROL) for colour in ("teal", "indigo", "ochre")],
    *[("ochre", ground, CONTROL) for ground in GROUNDS],
]


def colours(theme: str) -> dict[str, str]:
    """The tokens of the light or the dark theme, as six hexadecimal digits."""
    start = STYLE.index(f"color-scheme:{theme}")
    block = STYLE[start : STYLE.index("}", start)]
    found = re.findall(r"--([a-z-]+):\s*#([0-9a-f]{3,6})\b", block)
    return {name: digits if len(digits) == 6 else "".join(2 * digit for digit in digits) for name, digits in found}


def luminance(digits: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart(theme: str, front: str, back: str, least: float) -> None:
    tokens = colours(theme)
    low, high = sorted((luminance(tokens[front]), luminance(tokens[back])))
    assert (high + 0.05) / (low + 0.05) >= least


def test_no_rule_names_a_side() -> None:
    properties = r"[{;](?:(?:margin|padding|border|scroll-margin)-(?:left|right)|left|right)\b[^:]*:"
    values = r"(?:text-align|float|clear):(?:left|right)"
    assert re.findall(f"{properties}|{values}", STYLE) == []


def test_the_style_sheet_is_small_enough_for_a_bad_network() -> None:
    assert len(gzip.compress(STYLE.encode(), 9)) <= 25_000


def test_old_phones_understand_every_colour() -> None:
    assert not re.search(r"color-mix|oklch|oklab|light-dark\(", STYLE)


def test_nothing_comes_from_elsewhere() -> None:
    assert not re.search(r"url\([\"']?(?:https?:)?//|@import", STYLE)


def test_every_font_named_is_there_with_its_licence() -> None:
    named = set(re.findall(r"url\((fonts/[^)]+)\)", STYLE))
    there = {f"fonts/{path.name}" for path in (STATIC / "fonts").glob("*.woff2")}
    assert named == there
    assert "SIL Open Font License" in (STATIC / "fonts" / "LICENCE.txt").read_text()


def test_a_late_font_never_moves_the_page() -> None:
    assert len(re.findall("@font-face", STYLE)) == len(re.findall("font-display:optional", STYLE))


@pytest.mark.parametrize("name", ["mark.svg", "icons.svg", "favicon.svg"])
def test_drawings_are_well_formed_and_carry_no_style_of_their_own(name: str) -> None:
    text = (STATIC / name).read_text()
    ElementTree.fromstring(text)
    assert "style" not in text


def test_what_is_vendored_names_its_licence() -> None:
    licences = (STATIC / "LICENCES.txt").read_text()
    assert "htmx 2." in licences
    assert "MIT" in licences


def test_no_lock_names_a_host() -> None:
    lock = STATIC.parents[3] / "package-lock.json"
    assert '"resolved"' not in lock.read_text()
