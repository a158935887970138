"""What stands of the facts beyond the first page where joined files say different things.

Of what somebody has one of, both files are shown until a person chooses; both may be true.  A choice hides nothing for
good: it holds no fact, hangs on the link, and ends with it, so each file says on its own what it always said.  What is
asked with care is not laid side by side; sealed words are, for whoever may read both files' words where they correct
them.  Other names, languages, numbers and occupations are lists: all of them stand.  Source: docs/adr/0029, 0033.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext

from sankofa.returnees import more_facts, typed
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import SamePerson

FACTS: Mapping[str, typed.Fact] = {
    fact.code: fact for fact in more_facts.FACTS if fact.kind in more_facts.ONE_EACH - more_facts.ASKED_WITH_CARE
}
"""What can be chosen beyond the first page: the facts of which somebody has one."""
Rows = Mapping[tuple[str, UUID], Any]
"""The rows that hold them, by kind and file."""
_NOTHING = {"", None, "unknown"}


def rows_of(records: Iterable[tuple[str, Any]]) -> Rows:
    """Return of all that is kept beyond the first page the rows of which each file has one."""
    kinds = {fact.kind for fact in FACTS.values()}
    return {(kind, record.person_id): record for kind, record in records if kind in kinds}


def told(together: "Cluster", rows: Rows) -> list[tuple[str, str]]:
    """Return what the page of a person tells of these facts, label and value, each value once; sealed ones apart."""
    found = []
    for fact in FACTS.values():
        if fact.shown is None:
            values = (typed.told(fact, record) for record in standing(together, fact, rows))
            found += [(gettext(fact.label), value) for value in dict.fromkeys(values) if value is not None]
    return found


def standing(together: "Cluster", fact: typed.Fact, rows: Rows) -> list[Any]:
    """Return the rows whose word stands for a fact, the leading file's first."""
    says = {whose for (kind, whose), record in rows.items() if kind == fact.kind and _says(record, fact)}
    return [rows[fact.kind, file.pk] for file in together.standing(fact.code, says)]


def differing(link: "SamePerson", rows: Rows, *, opens: bool) -> list[typed.Fact]:
    """Return the facts in which the two files of a link contradict each other; sealed ones where they may be opened."""
    found = []
    for fact in FACTS.values():
        one, other = rows.get((fact.kind, link.leading_id)), rows.get((fact.kind, link.person_id))
        if one is None or other is None or (fact.shown is not None and not opens):
            continue
        mine, theirs = _value(one, fact), _value(other, fact)
        if not _NOTHING & {*mine, *theirs} and mine != theirs:
            found.append(fact)
    return found


def words(record: Any, fact: typed.Fact) -> str:
    """Return what a row says of a fact, opened where it is sealed."""
    return (fact.shown(record) if fact.shown else typed.told(fact, record)) or ""


def first_of_chosen(together: "Cluster", rows: Rows) -> dict[tuple[str, str], Any]:
    """Return, for facts in which somebody chose, the row whose word stands, by kind and column: for lists."""
    chosen: Collection[str] = {code for _link, code in together.choices} & FACTS.keys()
    return {
        (FACTS[code].kind, column): held[0]
        for code in chosen
        if (held := standing(together, FACTS[code], rows))
        for column in FACTS[code].columns
    }


def _value(record: Any, fact: typed.Fact) -> tuple[Any, ...]:
    """Return what a row holds of a fact; nothing where its key is missing, as nobody can compare it."""
    try:
        return tuple(getattr(record, column) for column in fact.columns)
    except CannotOpen:
        return (None,)


def _says(record: Any, fact: typed.Fact) -> bool:
    # Read from the image: whether something sealed is there is known without opening it.
    image = record.image()
    return not _NOTHING & {image[column] for column in fact.columns}
