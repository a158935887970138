"""The evidence of a proposal on paper: what was proposed, who decided, when, and what in the record vouches for it.

The sheet is a page that prints; as PDF it is made here, with our own letters and without a network.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

FONTS = (
    ("Noto Sans", "noto-sans-latin-400", 400, ""),
    ("Noto Sans", "noto-sans-latin-600", 600, ""),
    ("Noto Sans", "noto-sans-latin-ext-400", 400, "U+0100-02FF, U+1E00-1EFF"),
    ("Noto Naskh Arabic", "noto-naskh-arabic-arabic-400", 400, ""),
    ("Noto Naskh Arabic", "noto-naskh-arabic-arabic-600", 600, ""),
    ("Noto Sans Bengali", "noto-sans-bengali-bengali-400", 400, ""),
    ("Noto Sans Devanagari", "noto-sans-devanagari-devanagari-400", 400, ""),
    ("Noto Sans Armenian", "noto-sans-armenian-armenian-400", 400, ""),
    ("Noto Sans Sinhala", "noto-sans-sinhala-sinhala-400", 400, ""),
    ("Noto Sans Tamil", "noto-sans-tamil-tamil-400", 400, ""),
)


class NoPrinter(Exception):
    """This server cannot make PDF files: the libraries of the system that draw letters are missing."""


class OutsideFile(ValueError):
    """A sheet asked for something that is not one of our letters."""


def digest_of(said: Sequence[Any]) -> str:
    """Return the digest of what a sheet says, to be printed on it and compared with another print."""
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()


def as_pdf(context: dict[str, Any]) -> bytes:
    """Return the sheet as PDF.  Raises NoPrinter."""
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as missing:
        raise NoPrinter from missing
    fonts = [{"family": family, "url": f"font:{file}", "weight": weight} for family, file, weight, _ in FONTS]
    html = render_to_string("approvals/evidence_print.html", {**context, "fonts": fonts})
    made = HTML(string=html, base_url="font:", url_fetcher=_letters).write_pdf(font_config=FontConfiguration())
    assert isinstance(made, bytes)
    return made


def _letters(address: str, *_args: Any, **_options: Any) -> dict[str, Any]:
    """Return one of our own letters; nothing else is fetched for a sheet, from nowhere.  Raises OutsideFile."""
    name = address.removeprefix("font:")
    if name not in {file for _, file, _, _ in FONTS}:
        raise OutsideFile(address)
    found = finders.find(f"shell/fonts/{name}.woff2")
    if found is None:
        raise OutsideFile(address)
    return {"filename": found, "mime_type": "font/woff2", "file_obj": open(found, "rb")}  # noqa: PTH123
