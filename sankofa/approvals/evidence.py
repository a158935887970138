"""The evidence of a proposal on paper: what was proposed, who decided, when, and what in the record vouches for it.

The sheet is a page that prints; as PDF it is made here, with our own letters and without a network.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from sankofa.shell import paper

_STYLE = Path(__file__).parent / "static" / "approvals" / "evidence.css"


def digest_of(said: Sequence[Any]) -> str:
    """Return the digest of what a sheet says, to be printed on it and compared with another print."""
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()


def as_pdf(context: dict[str, Any]) -> bytes:
    """Return the sheet as PDF.  Raises paper.NoPrinter."""
    html = render_to_string("approvals/evidence_print.html", context)
    return paper.as_pdf(html, style=_STYLE.read_text(encoding="utf-8"))
