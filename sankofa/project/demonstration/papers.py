"""Papers of some invented people: some with them, some lost or kept, one that runs out; and what partners ask for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.money import Money
from sankofa.returnees import actions, queries
from sankofa.returnees.rules.paper_gaps import Need, Whereabouts

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

ASKED_FOR = (
    (
        "Expatriates’ Welfare Bank",
        "a first loan for a small business",
        "their leaflet of March 2026",
        (Need(("identity", "passport", "birth")), Need(("travel", "passport", "work")), Need(("bank", "land"))),
    ),
    (
        "Technical Training Centre",
        "recognition of skills gained abroad",
        "a call with the centre",
        (Need(("identity", "passport")), Need(("certificate", "contract"))),
    ),
)
_HELD: Sequence[tuple[str, str, int | None]] = (
    ("identity", Whereabouts.WITH_PERSON, None),
    ("birth", Whereabouts.NEVER, None),
    ("passport", Whereabouts.WITH_PERSON, 48),
    ("contract", Whereabouts.EMPLOYER, None),
    ("passport", Whereabouts.LOST, None),
    ("passport", Whereabouts.WITH_PERSON, 900),
    ("identity", Whereabouts.APPLIED, None),
    ("certificate", Whereabouts.OFFICE, None),
)


def load(*, office: "Office", by: Actor, at: datetime) -> int:
    """Write down what partners ask for, and papers of the people last registered at an office; return how many."""
    on = at.date()
    for partner, purpose, said_by, needs in ASKED_FOR:
        actions.note_requirement(
            office=office,
            partner=partner,
            purpose=purpose,
            said_by=said_by,
            needs=needs,
            from_on=on - timedelta(days=200),
            by=by,
            at=at,
        )
    people = list(queries.newest(by, on=on).filter(office=office, is_protected=False)[: len(_HELD) * 3])
    count = 0
    for number, person in enumerate(people):
        for kind, where, days in (_HELD[number % len(_HELD)], _HELD[(number + 3) % len(_HELD)]):
            until = None if days is None else on + timedelta(days=days + number)
            actions.amend(person=person, kind="paper", record_id=None, said=_said(kind, where, until), **_told(by, at))
            count += 1
        if number % 4 == 0:
            held = actions.begin_help(person=person, kind="birth", due_on=on + timedelta(days=number), by=by, at=at)
            if number % 8 == 0:
                actions.note_application(
                    held=held,
                    applied_on=on,
                    applied_where="Union Parishad",
                    cost=Money(5_000, "BDT"),
                    due_on=on + timedelta(days=number + 7),
                    by=by,
                    at=at,
                )
    return count


def _said(kind: str, where: str, until: date | None) -> dict[str, Any]:
    return {"kind": kind, "whereabouts": str(where), "valid_until": until}


def _told(by: Actor, at: datetime) -> dict[str, Any]:
    return {"because": "told", "words": "", "seen": 0, "by": by, "at": at}
