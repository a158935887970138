"""What is asked beyond the first page, for a few invented people of one office, and three counted events.

So that the pages of it are not empty: names in two scripts, languages, occupations, going again, a private talk that
waits for the protection officer.  Nobody of it exists.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sankofa.accounts import queries as offices
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import actions
from sankofa.returnees import queries as register
from sankofa.returnees.rules.screening import Answer, Conditions, Interviewer, Present, Wish

_SAID: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("profile", {"father_name": "Abdul Karim", "nationality_id": "BD", "heads_household": "yes"}),
    ("name", {"text": "Sumi", "script": "Latn", "use": "known_as"}),
    ("language", {"language": "bn", "speaks": "well", "reads": "some"}),
    ("language", {"language": "ar", "speaks": "some", "reads": "not"}),
    ("work", {"time": "abroad", "occupation": "Bricklayer", "isco": "7112", "sector": "construction", "years": 5}),
    ("work", {"time": "wanted", "occupation": "Electrician", "isco": "7411", "sector": "construction"}),
    ("training", {"kind": "wanted", "subject": "house wiring", "certificate": "unknown"}),
    ("reference", {"kind": "agency", "number": "DEMO-4471", "issuer": "Another demonstration agency"}),
)
_EVENTS: Sequence[tuple[str, str, int, Mapping[str, int | None]]] = (
    ("Zindabazar", "meeting", 40, {"female|18-24": 9, "female|25-59": 21, "male|18-24": 6, "male|25-59": 14}),
    ("Osmani airport", "desk", 19, {"female|unknown": 31, "male|unknown": 54}),
    ("Sylhet Sadar, school 4", "school", 5, {"female|0-17": 28, "male|0-17": 25, "female|25-59": 4}),
)
PEOPLE = 4
"""Of how many people something is recorded."""


def load(office_name: str, *, caseworker: str, at: datetime) -> None:
    """Record it as the caseworker of the office; at a moment that is now."""
    office = offices.office_named(office_name)
    by = next(user for user in offices.staff_of(office_name) if user.email == caseworker).as_actor()
    for place, event, days_ago, counts in _EVENTS:
        held_on = clock.day_of(at, office.zone) - timedelta(days=days_ago)
        actions.note_headcount(
            office=office, held_on=held_on, place=place, event=event, counts=counts, note="", by=by, at=at
        )
    people = list(register.newest(by, on=clock.day_of(at, by.zone)).filter(kind="returnee")[:PEOPLE])
    for number, person in enumerate(people):
        for kind, said in _SAID[number:]:
            actions.amend(
                person=person, kind=kind, record_id=None, said=said, because="told", words="", seen=0, by=by, at=at
            )
    _ask(people[0], by, at)


def _ask(person: Any, by: Actor, at: datetime) -> None:
    """Ask one of them about going again, and about what trained staff ask."""
    said = {"going": "unsure", "because": "need", "when": "year", "where": "OM", "prepared": "no"}
    actions.note_intention(person=person, said=said, by=by, at=at)
    alone = Conditions(Present.NOBODY, Wish.WOMAN, Interviewer.WOMAN)
    answers = {"papers_kept": Answer.YES, "wage_deductions": Answer.YES, "threats": Answer.NO}
    actions.record_screening(person=person, conditions=alone, answers=answers, talk_at="", by=by, at=at)
