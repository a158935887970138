"""The evidence of a proposal on paper: what was proposed, who decided, when, and what in the record vouches for it.

The sheet is a page that prints; as PDF it is made here, with our own letters and without a network.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

FONTS = (
    ("Noto Sans", "noto-sans-latin-400", 400),
    ("Noto Sans", "noto-sans-latin-600", 600),
    ("Noto Sans", "noto-sans-latin-ext-400", 400),
    ("Noto Naskh Arabic", "noto-naskh-arabic-arabic-400", 400),
    ("Noto Naskh Arabic", "noto-naskh-arabic-arabic-600", 600),
    ("Noto Sans Bengali", "noto-sans-bengali-bengali-400", 400),
    ("Noto Sans Devanagari", "noto-sans-devanagari-devanagari-400", 400),
    ("Noto Sans Armenian", "noto-sans-armenian-armenian-400", 400),
    ("Noto Sans Sinhala", "noto-sans-sinhala-sinhala-400", 400),
    ("Noto Sans Tamil", "noto-sans-tamil-tamil-400", 400),
)


class NoPrinter(Exception):
    """This server cannot make PDF files: the libraries of the system that draw letters are missing."""


class OutsideFile(ValueError):
    """A sheet asked for something that is not one of our letters."""


_STYLE = Path(__file__).parent / "static" / "approvals" / "evidence.css"


def digest_of(said: Sequence[Any]) -> str:
    """Return the digest of what a sheet says, to be printed on it and compared with another print."""
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()


def as_pdf(context: dict[str, Any]) -> bytes:
    """Return the sheet as PDF.  Raises NoPrinter."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as missing:
        raise NoPrinter from missing
    letters = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{address}"); }}\n'
        for address, family, weight in _letters()
    )
    sheets = [
        CSS(string=faces, url_fetcher=fetched, font_config=letters),
        CSS(string=_STYLE.read_text(encoding="utf-8"), font_config=letters),
    ]
    html = render_to_string("approvals/evidence_print.html", context)
    made = HTML(string=html, url_fetcher=fetched).write_pdf(stylesheets=sheets, font_config=letters)
    assert isinstance(made, bytes)
    return made


def fetched(address: str) -> Any:
    """Return one of our own letters; nothing else is fetched for a sheet, from nowhere.  Raises OutsideFile."""
    from weasyprint.urls import URLFetcherResponse

    if address not in {ours for ours, _family, _weight in _letters()}:
        raise OutsideFile(address)
    return URLFetcherResponse(
        address, Path(url2pathname(address.removeprefix("file:"))).read_bytes(), {"Content-Type": "font/woff2"}
    )


def _letters() -> list[tuple[str, str, int]]:
    """Return address, family and weight of the letters that the product brings along."""
    found = [(finders.find(f"shell/fonts/{file}.woff2"), family, weight) for family, file, weight in FONTS]
    return [(Path(path).as_uri(), family, weight) for path, family, weight in found if isinstance(path, str)]
