"""Erasing a person: what goes, what stays, and the proof that it was done and not forged.

What stays is what a count needs: sex, home district, country, how and in which year somebody came back.  Everything
that says who it was goes, in the tables and in every history, and with the person's own key everything of theirs that
lies sealed anywhere.  Source: the principles of data protection for migrants' data, 9: data are destroyed or made
anonymous once the purpose they were collected for is fulfilled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sankofa.consent import actions as consent
from sankofa.intake import actions as intake
from sankofa.kernel import clock
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees import histories, hooks, households, requirements, scans
from sankofa.returnees.models import Came, Document, Intention, Journey, PaperHelp, Person, Scan, Screening, SearchKey
from sankofa.shell import drafts
from sankofa.store import erasures, revisions, subjects
from sankofa.store.models import Record

KIND = "returnees.person"
DISTRICT_STEPS = 3
"""How many steps of a place's path stay: country, province, district.  What lies below is nearer to a door."""


class Because(TextChoices):
    """Why somebody is erased; a code, because words could say who it was."""

    ASKED = "asked", _("The person asked for it")
    KEPT_LONG_ENOUGH = "kept_long_enough", _("The time for keeping it is over")
    MISTAKE = "mistake", _("The person should not be in the register")
    AGAIN = "again", _("Erased before, and brought back by a backup")


class AlreadyErased(Exception):
    """The person was erased before."""

    def __init__(self, person: Person) -> None:
        assert person.erased_on is not None
        self.erased_on = person.erased_on
        super().__init__(str(person.pk))


@dataclass(frozen=True, slots=True)
class Erased:
    """The outcome of erasing somebody: the row that is left for counts, and which lines of histories are gone."""

    person: Person
    because: str
    erased_revisions: Sequence[str]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return why."""
        return {"because": self.because}


def erased(person: Person, *, because: str, at: datetime, zone: str) -> Erased:
    """Erase a person whose row is locked, in the transaction of the action that does it.  Raises AlreadyErased."""
    if person.erased_on is not None:
        raise AlreadyErased(person)
    journeys, documents = list(person.journeys.all()), list(person.documents.all())
    above: list[Record] = list(chain.from_iterable(hooks.erasing.answers(hooks.Erasing(person, at))))
    below = consent.erase_evidence(person.pk)
    about_papers = [*scans.erased(person), *requirements.erased(person), *households.erased(person)]
    beyond = [record for _kind, record in histories.more_records(person)]
    beyond += [*Intention.objects.filter(person=person), *Screening.objects.filter(person=person)]
    lines = revisions.erase([person, *journeys, *documents, *about_papers, *beyond, *above, *below])
    drafts.forget_about(person.pk)
    intake.erase_rows(kind=KIND, subject_id=str(person.pk))
    SearchKey.objects.filter(person=person).delete()
    Scan.objects.filter(person=person).delete()
    PaperHelp.objects.filter(person=person).delete()
    Document.objects.filter(person=person).delete()
    for record in beyond:
        record.delete()
    Came.objects.filter(person=person).delete()
    for journey in journeys:
        _strip_journey(journey)
    _strip(person)
    person.erased_on = clock.day_of(at, zone)
    person.save()
    subjects.destroy(person.pk, at=at)
    transaction.on_commit(lambda: erasures.note([person.pk], at=at))
    return Erased(person, because, tuple(lines))


def _strip(person: Person) -> None:
    person.given_name = person.family_name = person.native_name = person.language = ""
    person.born_on, person.born_precision, person.born_calendar = None, "unknown", Calendar.GREGORIAN
    person.marital_status = person.education = "unknown"
    person.phone = None
    person.place_id = ".".join(person.place_id.split(".")[:DISTRICT_STEPS]) if person.place_id else None
    person.owner = None
    person.next_code, person.next_due_on = "", None


def _strip_journey(journey: Journey) -> None:
    journey.occupation, journey.return_reason, journey.cost = "", None, None
    journey.route, journey.skills_gained, journey.recruiter, journey.income = None, None, None, None
    journey.sector = journey.cost_source = "unknown"
    journey.left_on, journey.left_precision, journey.left_calendar = None, "unknown", Calendar.GREGORIAN
    if journey.returned_on is not None:
        # A year of another calendar lies in two of ours; which one it was, nobody has said.
        exact = "year" if len(journey.returned.years) == 1 else "estimated"
        journey.returned_on, journey.returned_precision = journey.returned_on.replace(month=1, day=1), exact
        journey.returned_calendar = Calendar.GREGORIAN
    journey.save()
