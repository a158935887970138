"""What a page has learned beforehand: of these people, these tables hold nothing, so that none of them is asked.

Most tables that hang on a person hold nothing about most people.  A page that shows what all rooms know asks once which
tables have a row at all (`returnees.kept`), and whoever reads one of the others is spared the question.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db.models import Model

_known: ContextVar[tuple[frozenset[UUID], frozenset[str]] | None] = ContextVar(
    "of whom which tables are known to hold nothing", default=None
)


@contextmanager
def known(keys: Collection[UUID], tables: Collection[str]) -> Iterator[None]:
    """While this lasts, nobody is asked for rows of these tables (labels) about these people.

    For reading alone: whoever writes meanwhile would not see what was written.
    """
    token = _known.set((frozenset(keys), frozenset(tables)))
    try:
        yield
    finally:
        _known.reset(token)


def is_asked(keys: Collection[UUID | str]) -> bool:
    """Whether it was asked beforehand which tables hold nothing about these people."""
    held = _known.get()
    return held is not None and all(UUID(str(key)) in held[0] for key in keys)


def holds_none(table: type[Model], keys: Collection[UUID | str]) -> bool:
    """Whether it is known that a table holds nothing about these people: then nobody need ask.  False: not known."""
    held = _known.get()
    return held is not None and is_asked(keys) and table._meta.label_lower in held[1]
