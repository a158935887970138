"""The interface in the languages it has: one catalogue per room and language, compiled when the product is set up.

Catalogues (`sankofa/<room>/locale/<language>/LC_MESSAGES/django.po`) are kept with the code and written by
`tools/messages.py`.  What Django reads (`django.mo`) is made from them here, by Babel, because a bare machine has no
GNU gettext.
"""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Compile every catalogue that is newer than what was made of it; return the files made.

    A translation marked as unsure (fuzzy) is left out: the reader gets the English sentence.
    """
    made = []
    for catalogue in sorted(package.glob("*/locale/*/LC_MESSAGES/django.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns:
            _compile(catalogue, compiled)
            made.append(compiled)
    return made


def _compile(catalogue: Path, compiled: Path) -> None:
    """Write the compiled file whole or not at all: a server may be reading it."""
    with catalogue.open("rb") as file:
        held = read_po(file, locale=catalogue.parents[1].name)
    descriptor, name = tempfile.mkstemp(dir=compiled.parent)
    with os.fdopen(descriptor, "wb") as file:
        write_mo(file, held, use_fuzzy=False)
    Path(name).chmod(0o644)
    Path(name).replace(compiled)
