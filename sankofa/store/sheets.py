"""The pages of a PDF as pictures that may be kept, drawn apart (see `sheets_apart`)."""

import os
import subprocess
import sys
from pathlib import Path

import sankofa
from sankofa.store.pictures import NotAPicture, Picture, drawn_anew

WITHIN = 1_024
"""Readers of PDF look for its mark this far, so what hides one there is none the less a PDF."""
_SECONDS_MAX = 60
_PAGE_BYTES_MAX = 40 * 1024 * 1024
"""Dots before they are drawn anew as a small picture."""


def is_pdf(content: bytes) -> bool:
    """Whether readers would take this for a PDF, whatever else it says it is."""
    return b"%PDF-" in content[:WITHIN]


def drawn(content: bytes, *, pages_max: int) -> list[Picture]:
    """Return the pages of a PDF, each drawn as a JPEG.  Raises NotAPicture: password, many_pages, broken."""
    # -P: the folder of whoever starts the command is no place to find modules in.
    command = [sys.executable, "-P", "-m", "sankofa.store.sheets_apart", str(pages_max)]
    place = {"PYTHONPATH": _found_in(), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603  our own module, and nothing of the sender's on the line
            command, input=content, capture_output=True, check=False, timeout=_SECONDS_MAX, env=place
        )
    except subprocess.TimeoutExpired as error:
        raise NotAPicture("broken") from error
    told, _, rest = done.stdout.partition(b"\n")
    if done.returncode != 0 or told != b"drawn":
        # Ended by its limits, or by the reader itself: whatever it was, nothing of it is kept.
        raise NotAPicture(told.decode() if told in {b"password", b"many_pages"} else "broken")
    return [drawn_anew(page, bytes_max=_PAGE_BYTES_MAX, form="JPEG") for page in _pages(rest)]


def _pages(rest: bytes) -> list[bytes]:
    found = []
    while rest:
        size = int.from_bytes(rest[:8])
        found.append(rest[8 : 8 + size])
        rest = rest[8 + size :]
    return found


def _found_in() -> str:
    """Return where this package lies; the libraries are found as this process finds them."""
    here = str(Path(sankofa.__file__).parents[1])
    beside = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join([here, *([beside] if beside else [])])
