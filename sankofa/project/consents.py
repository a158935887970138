"""How consents, messages and the register meet.

Who a person's id stands for, what consents add to a person's page, whether somebody may be written to, what a partner's
system is told, and what goes when somebody is erased.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.consent import actions as consents
from sankofa.consent import permissions, portrait, queries
from sankofa.consent.hooks import Answered, Subject, Withdrawn
from sankofa.consent.rules import sharing
from sankofa.consent.rules.terms import AgeKnown, Channel, Purpose, State
from sankofa.consent.sharing import Packet
from sankofa.kernel import clock
from sankofa.kernel.periods import NotYetBorn
from sankofa.messages import actions as messages
from sankofa.messages.hooks import Contact
from sankofa.messages.rules.terms import Channel as Ways
from sankofa.returnees import portrait as person_page
from sankofa.returnees import queries as register
from sankofa.returnees.contributions import Contribution, Happening, Panel, Status, Task
from sankofa.returnees.rules.terms import PartialDay, Precision, age_of
from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.consent.models import Sitting
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

ASKED_FIRST = Purpose.REGISTRATION


def subject(person_id: str, viewer: Actor, on: date) -> Subject | None:
    """Return somebody of the register, where the viewer may see them."""
    person = register.person(person_id, viewer=viewer, on=on)
    return None if person is None else subject_of(person, on)


def subject_of(person: "Person", on: date) -> Subject:
    """Return somebody of the register whom the viewer is shown already, as consent knows them."""
    journeys = register.journeys_of(person)
    return Subject(
        record=person,
        name=person.name or person.native_name,
        url=person_page.link(person),
        language=person.language,
        age=age_known(person.born, on),
        was_forced=any(journey.return_kind == "forced" for journey in journeys),
        identity=person_page.identity(person, journeys, on=on),
    )


def age_known(born: PartialDay, on: date) -> AgeKnown:
    """Return an age as consent knows it; a birth that lies ahead is a slip, and the age then not known."""
    try:
        return AgeKnown(age_of(born, on), is_estimated=born.precision is Precision.ESTIMATED)
    except NotYetBorn:
        return AgeKnown(None)


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return what consents add to a person's page, for those who may see them."""
    if not decision_on(person, actor=viewer, permission=permissions.VIEW, on=on).allowed:
        return Contribution()
    found = subject_of(person, on)
    rows = queries.rows(found, on=on)
    may_ask = decision_on(person, actor=viewer, permission=permissions.ASK, on=on).allowed
    return Contribution(
        panels=(Panel("consent/panel.html", {"consent": portrait.panel(found, rows, may_ask=may_ask)}),),
        tasks=(_task(found, rows, may_ask=may_ask), *_reminder(found, rows, on, may_ask=may_ask)),
        happenings=tuple(_happening(sitting) for sitting in queries.sittings(found.id)),
    )


def tasks(person: "Person", viewer: Actor, on: date) -> tuple[Task, ...]:
    """Return what consents ask to be done for a person, for those who may see them."""
    if not decision_on(person, actor=viewer, permission=permissions.VIEW, on=on).allowed:
        return ()
    found = subject_of(person, on)
    rows = queries.rows(found, on=on)
    may_ask = decision_on(person, actor=viewer, permission=permissions.ASK, on=on).allowed
    return (_task(found, rows, may_ask=may_ask), *_reminder(found, rows, on, may_ask=may_ask))


def timeline(asked: Asked) -> Iterator[Entry]:
    """Yield when somebody was asked for consent, and what came of it, for those who may see it."""
    if not decision_on(asked.person, actor=asked.viewer, permission=permissions.VIEW, on=asked.on).allowed:
        return
    for sitting in queries.latest_sittings(asked.ids, most=asked.most_of(Matter.CONSENT)):
        told = _happening(sitting)
        on = clock.day_of(sitting.at, asked.person.office.zone)
        when = words.moment(sitting.at)
        yield Entry(on, when, Matter.CONSENT, told.title, told.by, told.detail, told.url, at=sitting.at)


def erase_evidence(event: "Erasing") -> Sequence["Record"]:
    """Destroy the evidence of somebody who is being erased; names and notes go with the person's own key."""
    return consents.erase_evidence(event.person.pk)


def erase_messages(event: "Erasing") -> Sequence["Record"]:
    """Clear how somebody who is being erased was reached, and what they were sent."""
    return messages.forget(event.person.pk, at=event.at)


def look_again(event: Answered | Withdrawn) -> None:
    """Let go, or hold at once, what waits for somebody who said yes or no."""
    messages.look_again(event.subject_id, at=event.at)


def may_contact(person_id: UUID, channel: Ways, at: datetime) -> Contact | None:
    """Return what somebody said to short messages; None where they were never asked, or for another way."""
    if channel is not Ways.SMS:
        return None
    verdict = queries.may_contact(str(person_id), Channel.SMS, on=clock.day_of(at, "UTC"))
    if verdict.is_allowed:
        return Contact.YES
    return None if verdict.reason.code == State.NEVER_ASKED else Contact.NO


def told_of(packet: object, partner: UUID) -> Mapping[str, object] | None:
    """Return what a call may say of a packet: that it waits, and what sort of facts it holds; the facts stay inside.

    Only the partner for whom it was made hears of it.  Whoever fetches the facts is asked again for the consent of that
    moment, so a withdrawal stops what was only announced.
    """
    if not isinstance(packet, Packet) or packet.partner != partner:
        return None
    return {"handover": str(packet.handover_id), "purpose": packet.purpose.value, "fields": sorted(packet.facts)}


def _task(found: Subject, rows: list[queries.Row], *, may_ask: bool) -> Task:
    first = next(row.standing for row in rows if row.purpose is ASKED_FIRST)
    title = gettext("Ask what we may keep and share")
    if first.state in {State.NEVER_ASKED, State.EXPIRED, State.LAPSED}:
        url = reverse("consent:begin", args=[found.id]) if may_ask else ""
        note = "" if first.state is State.NEVER_ASKED else portrait.say(first.reason)
        return Task(title, Status.NOT_STARTED, url, note)
    return Task(title, Status.COMPLETED, note=portrait.say(first.reason))


def _reminder(found: Subject, rows: list[queries.Row], on: date, *, may_ask: bool) -> list[Task]:
    """Return the task to ask again before a yes ends, with the first that ends; none where no yes ends soon."""
    ending = [(end, row) for row in rows if (end := sharing.ends_soon(row.standing, on=on)) is not None]
    if not ending:
        return []
    first, row = min(ending, key=lambda one: one[0])
    told = gettext("%(purpose)s ends on %(day)s.")
    note = told % {"purpose": portrait.purpose_words(row.purpose, row.partner_name), "day": words.day(first)}
    if len(ending) > 1:
        more = ngettext("%(count)s more ends soon.", "%(count)s more end soon.", len(ending) - 1)
        note = f"{note} {more % {'count': words.number(len(ending) - 1)}}"
    url = reverse("consent:begin", args=[found.id]) if may_ask else ""
    return [Task(gettext("Ask again before a yes ends"), Status.NOT_STARTED, url, note)]


def _happening(sitting: "Sitting") -> Happening:
    answers = list(sitting.consents.all())
    yeses = sum(one.answer == "given" for one in answers)
    is_withdrawal = any(one.answer == "withdrawn" for one in answers)
    told = (
        ngettext("%(count)s consent taken back", "%(count)s consents taken back", len(answers))
        if is_withdrawal
        else ngettext("%(count)s question, %(yes)s yes", "%(count)s questions, %(yes)s yes", len(answers))
    )
    return Happening(
        at=sitting.at,
        title=gettext("Consent taken back") if is_withdrawal else gettext("Asked for consent"),
        by="" if sitting.asked_by is None else sitting.asked_by.name,
        detail=told % {"count": len(answers), "yes": yeses},
        url=reverse("consent:sitting", args=[sitting.pk]),
    )
