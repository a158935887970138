"""Who has seen a person's file: for staff, line by line; for the person, on paper and in plain words.

Source: peers' wish that people can learn who looked at what is kept about them; the record of events answers it, and
this only puts it into words.  What was searched and listed is not recorded, and the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, ngettext, pgettext

from sankofa.accounts import permissions
from sankofa.accounts import queries as people
from sankofa.accounts.action import words_of
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import queries as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.kernel.labels import label
from sankofa.returnees.leaving.people import exports_with as lists_with
from sankofa.returnees.numbers import OTHER, PURPOSES
from sankofa.returnees.rules.exporting import is_naming
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.audit.models import Event
    from sankofa.returnees.models import Person

SUBJECT = "returnees.person"
_KINDS = (Kind.READ, Kind.WRITE, Kind.EXPORT)

_READ: Mapping[str, str] = {
    "returnees.person_page": gettext_noop("opened the page"),
    "returnees.facts_from_page": gettext_noop("looked up where the facts come from"),
    "returnees.open_numbers": gettext_noop("opened phone and papers"),
    "returnees.household_page": gettext_noop("opened the page of the household"),
    "returnees.papers_page": gettext_noop("opened the page of papers"),
    "returnees.scan": gettext_noop("opened a picture of a paper"),
    "returnees.protection_page": gettext_noop("opened the page of the protection"),
    "consent.page": gettext_noop("opened what the person agreed to"),
    "consent.sheet": gettext_noop("opened the person's sheet of consents"),
    "consent.evidence": gettext_noop("opened a signature or a voice note"),
    "desks.contact_page": gettext_noop("opened how to reach the person"),
    "desks.contact_plan_page": gettext_noop("opened the questions on how to reach the person"),
    "sustainability.score_page": gettext_noop("opened how the reintegration goes"),
    "debts.debts_page": gettext_noop("opened the page of debts"),
    "desks.own_copy_page": gettext_noop("opened the questions before the person’s own copy"),
    "desks.seen_page": gettext_noop("looked up who has seen the file"),
    "desks.seen_paper": gettext_noop("printed who has seen the file"),
}
_NOT_ON_PAPER = frozenset({"debts.debts_page", "returnees.protection_page"})
"""Pages whose very name tells, on a paper that lies at home, what somebody owes or fears."""
_DID: Mapping[Kind, str] = {
    Kind.READ: gettext_noop("looked at something in the file"),
    Kind.WRITE: gettext_noop("wrote something into the file"),
    Kind.EXPORT: gettext_noop("took something out of the file"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that somebody saw or wrote: when, who, as what and where, what they did and what for."""

    day: date
    at: str
    datetime: str
    who: str
    role: str
    office: str
    did: str
    purpose: str
    is_own: bool


def address(person: "Person", viewer: Actor, on: date) -> str:
    """Return where a viewer may read who has seen a person, or nothing where they may not."""
    may = people.decision_on(person, actor=viewer, permission=permissions.VIEW_PERSON, on=on).allowed
    return reverse("desks:seen", args=[person.pk]) if may else ""


def events(person: "Person") -> "QuerySet[Event]":
    """Return what the record holds of who saw and wrote, newest first."""
    return audit.events_about(SUBJECT, str(person.pk)).filter(kind__in=_KINDS)


def visits(found: Sequence["Event"], *, viewer: Actor) -> list[Visit]:
    """Return events as visits, in the viewer's words; their own are told as theirs."""
    posts = people.posts_of({event.actor_id for event in found if event.actor_kind == "user"})
    return [_visit(event, posts, viewer) for event in found]


def told_on_paper(found: Sequence["Event"], *, zone: str, with_names: bool) -> Sequence[Mapping[str, object]]:
    """Return who saw a file for the person it is about: day by day, by role and office, each once with how often.

    Members of staff are named only where the policy of the deployment says so.
    """
    posts = people.posts_of({event.actor_id for event in found if event.actor_kind == "user"})
    days = []
    for day, held in groupby(found, key=lambda event: clock.day_of(event.at, zone)):
        counted: dict[str, int] = {}
        for event in held:
            sentence = _sentence(event, posts.get(event.actor_id), day, with_names=with_names)
            counted[sentence] = counted.get(sentence, 0) + 1
        lines = [line if times == 1 else f"{line} {_times(times)}" for line, times in counted.items()]
        days.append({"day": words.day(day), "lines": lines})
    return days


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A list that left the register with a person in it."""

    day: date
    at: str
    number: str
    who: str
    role: str
    office: str
    names: bool
    purpose: str


def taken_out(person: "Person") -> list[TakenOut]:
    """Return the lists that were taken out with a person in them, the newest first."""
    found = lists_with(person)
    posts = people.posts_of({str(one.asked_by_id) for one in found})
    held = []
    for one in found:
        post, day = posts.get(str(one.asked_by_id)), clock.day_of(one.asked_at, person.office.zone)
        held.append(
            TakenOut(
                day=day,
                at=words.moment(one.asked_at),
                number=one.receipt,
                who=one.asked_by.name,
                role=_roles(post, day),
                office="" if post is None else post.office,
                names=is_naming(one.held_groups),
                purpose=one.purpose,
            )
        )
    return held


def taken_out_on_paper(person: "Person", *, with_names: bool) -> list[str]:
    """Return the same for the person, in sentences; members of staff are named only where the policy says so."""
    said = []
    for one in taken_out(person):
        who = ", ".join(part for part in (one.who if with_names else "", one.role, one.office) if part)
        told = (
            gettext("On %(day)s, %(who)s took out a list in which you stand with your name.")
            if one.names
            else gettext("On %(day)s, %(who)s took out a list in which you stand without your name.")
        )
        said.append(told % {"day": words.day(one.day), "who": who})
    return said


def _times(count: int) -> str:
    return ngettext("(%(count)s time)", "(%(count)s times)", count) % {"count": words.number(count)}


def _visit(event: "Event", posts: Mapping[str, people.Post], viewer: Actor) -> Visit:
    post = posts.get(event.actor_id)
    day = clock.day_of(event.at, str(ZoneInfo(viewer.zone)))
    is_own = event.actor_kind == viewer.kind and event.actor_id == viewer.id
    return Visit(
        day=day,
        at=words.moment(event.at),
        datetime=event.at.isoformat(),
        who=gettext("you") if is_own else _name(event, post),
        role=_roles(post, day),
        office="" if post is None else post.office,
        did=_did(event),
        purpose=_purpose(event),
        is_own=is_own,
    )


def _sentence(event: "Event", post: people.Post | None, day: date, *, with_names: bool) -> str:
    who = _name(event, post) if with_names or post is None else ""
    parts = [part for part in (who, _roles(post, day), "" if post is None else post.office) if part]
    purpose = gettext(PURPOSES[str(event.detail["purpose"])]) if _has_purpose(event) else ""
    did = pgettext("who: did what", "%(who)s: %(did)s") % {"who": ", ".join(parts), "did": _did_on_paper(event)}
    return f"{did}. {purpose}." if purpose else f"{did}."


def _name(event: "Event", post: people.Post | None) -> str:
    if post is not None:
        return post.name
    if event.actor_kind == "system":
        return gettext("Sankofa itself")
    return gettext("somebody who is not in the list of staff")


def _roles(post: people.Post | None, day: date) -> str:
    if post is None:
        return ""
    names = [label(names, get_language() or "en") for names in post.roles_on(day)]
    return ", ".join(names) or gettext("without a role that day")


def _did(event: "Event") -> str:
    return gettext(_READ.get(event.action) or _DID[Kind(event.kind)])


def _did_on_paper(event: "Event") -> str:
    return gettext(_DID[Kind(event.kind)]) if event.action in _NOT_ON_PAPER else _did(event)


def looked_at(event: "Event") -> str:
    """Return in words at which page of a person somebody looked; empty for every other event."""
    return gettext(_READ[event.action]) if event.action in _READ else ""


def _has_purpose(event: "Event") -> bool:
    code = event.detail.get("purpose")
    return code in PURPOSES and code != OTHER


def _purpose(event: "Event") -> str:
    """Return what somebody looked for, in the words of the list or in their own."""
    if _has_purpose(event):
        return gettext(PURPOSES[str(event.detail["purpose"])])
    try:
        return words_of(event)
    except CannotOpen:
        return gettext("the words cannot be opened any more")
