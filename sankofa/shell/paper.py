"""Papers as PDF, made here with our own letters and without a network."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.request import url2pathname

from django.contrib.staticfiles import finders

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

DRAWN = "data:image/svg+xml;charset=utf-8,"


class NoPrinter(Exception):
    """This server cannot make PDF files: the libraries of the system that draw letters are missing."""


class TooLong(ValueError):
    """The paper comes to more pages than it may have; carries how many it would need."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class OutsideFile(ValueError):
    """A sheet asked for something that is not one of our letters."""


def as_pdf(html: str, *, style: str, pages_most: int | None = None) -> bytes:
    """Return a page as PDF, in a style of its own.  Pictures stand in the page itself.

    Raises NoPrinter, and TooLong where it comes to more than `pages_most` pages.
    """
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
    sheets = [CSS(string=text, url_fetcher=fetched, font_config=letters) for text in (faces, style)]
    page = HTML(string=html, url_fetcher=fetched)
    laid_out = page.render(stylesheets=sheets, font_config=letters, pdf_variant="pdf/ua-1")
    if pages_most is not None and len(laid_out.pages) > pages_most:
        raise TooLong(len(laid_out.pages))
    made = laid_out.write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made


def fetched(address: str) -> Any:
    """Return one of our own letters, or a picture drawn in the page itself; nothing else.  Raises OutsideFile."""
    from weasyprint.urls import URLFetcherResponse

    if address.startswith(DRAWN):
        drawn = unquote(address.removeprefix(DRAWN)).encode()
        return URLFetcherResponse(address, drawn, {"Content-Type": "image/svg+xml"})
    if address not in {ours for ours, _family, _weight in _letters()}:
        raise OutsideFile(address)
    return URLFetcherResponse(
        address, Path(url2pathname(address.removeprefix("file:"))).read_bytes(), {"Content-Type": "font/woff2"}
    )


def _letters() -> list[tuple[str, str, int]]:
    """Return address, family and weight of the letters that the product brings along."""
    found = [(finders.find(f"shell/fonts/{file}.woff2"), family, weight) for family, file, weight in FONTS]
    return [(Path(path).as_uri(), family, weight) for path, family, weight in found if isinstance(path, str)]
