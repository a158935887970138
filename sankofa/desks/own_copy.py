"""The person's own copy: everything that is recorded of them, on paper, in their language, in big letters.

Nothing of it is about anybody else, and nothing of it was asked in a private talk: that is read to the person, alone.
The short sheet names neither return nor work abroad nor what somebody owes or has lived through; it may lie anywhere.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.accounts import queries as people
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import granted, grants_told
from sankofa.cases import queries as cases
from sankofa.cases import told as case_work
from sankofa.consent import hooks as consents
from sankofa.consent import portrait as agreed
from sankofa.consent.queries import rows as purposes
from sankofa.debts import told_back as debts
from sankofa.desks import seen
from sankofa.kernel.labels import label
from sankofa.returnees import histories, permissions, portrait, queries, typed
from sankofa.returnees.contributions import Contribution, Link
from sankofa.shell import words
from sankofa.store.fields import SealedTextField
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet: a heading, what is recorded under it, and what is not recorded."""

    title: str
    rows: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...] = ()


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the way to the own copy on a person's page, for whoever may print it."""
    if person.erased_on is not None or not may_give(person, viewer=viewer, on=on):
        return Contribution()
    return Contribution(links=(Link(gettext("Their own copy, on paper"), reverse("desks:own_copy", args=[person.pk])),))


def may_give(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may print for a person what is recorded of them."""
    return people.decision_on(person, actor=viewer, permission=permissions.OWN_COPY, on=on).allowed


def language_for(person: "Person") -> str:
    """Return the language of the sheet: the person's own where the house speaks it, else the reader's."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return person.language if person.language in spoken else (get_language() or "en")


def parts(together: "Cluster", *, viewer: Actor, on: date) -> list[Part]:
    """Return the whole sheet: what is recorded, what the person agreed to, and who has opened the file."""
    # Asked of each file: one that is only lent for looking keeps its numbers closed, whatever it is joined with.
    opens = {file.pk for file in together.files if queries.may_open(file, viewer=viewer, on=on)}
    return [
        *_recorded(together, opens=opens, on=on),
        *_planned(together.leading, viewer=viewer, on=on),
        *_given(together.leading, viewer=viewer, on=on),
        # What was given stands apart from what is owed: nobody is to take one for the other.
        _agreed(together.leading, viewer=viewer, on=on),
        *(Part(title, tuple(rows)) for title, rows in debts.parts(together.leading, viewer=viewer, on=on)),
        _opened_by(together.leading, on),
    ]


def _recorded(together: "Cluster", *, opens: Collection[UUID], on: date) -> list[Part]:
    titles = {
        "person": gettext("You"),
        "profile": gettext("Your family and where you come from"),
        "name": gettext("Your other names"),
        "language": gettext("Your languages"),
        "journey": gettext("A journey"),
        "passage": gettext("How that journey went"),
        "work": gettext("Your work"),
        "training": gettext("What you learned"),
        "paper": gettext("Your papers"),
        "reference": gettext("Your numbers with others"),
        "health": gettext("Your health"),
        "registration": gettext("How we came to know you"),
    }
    held = [(*pair, file.pk in opens) for file in together.files for pair in histories.records_of_file(file)]
    found = []
    for kind, records in groupby(sorted(held, key=lambda one: _place(one[0], titles)), key=lambda one: one[0]):
        title = titles.get(kind, "")
        for _kind, record, is_open in records:
            rows, unknown = _facts(kind, record, opens=is_open, on=on)
            if rows:
                found.append(Part(title, tuple(rows), tuple(unknown) if kind == "person" else ()))
                title = ""
    return found


def _place(kind: str, titles: dict[str, str]) -> int:
    return list(titles).index(kind) if kind in titles else len(titles)


def _facts(kind: str, record: "Record", *, opens: bool, on: date) -> tuple[list[tuple[str, str]], list[str]]:
    rows, unknown = [], []
    for fact in typed.facts_of(kind):
        try:
            if fact.code == "person.sex":
                said = portrait.sex(cast("Person", record), on=on)
            else:
                said = _opened(fact, record) if opens else typed.told(fact, record)
        except CannotOpen:
            said = gettext("cannot be opened now: a key is missing")
        if said:
            rows.append((gettext(fact.label), said))
        else:
            unknown.append(gettext(fact.label))
    return rows, unknown


def _opened(fact: typed.Fact, record: "Record") -> str | None:
    """Return what a record says of a fact, sealed words and numbers too: the sheet is theirs."""
    if fact.shown is not None:
        return fact.shown(record)
    (column, *others) = fact.columns
    if not others and isinstance(record._meta.get_field(column), SealedTextField):
        return getattr(record, column) or None
    return typed.told(fact, record)


def _planned(person: "Person", *, viewer: Actor, on: date) -> list[Part]:
    """Return the plan that counts in each case of the person, as far as the viewer may see cases."""
    held = cases.of_person(person.pk, viewer=viewer, on=on)
    plans = cases.plans_of(held)
    found = []
    for one in held:
        counts = cases.plan_now(plans.get(one.pk, []))
        if counts is None:
            continue
        said, opens = case_work.content(counts)
        told = case_work.plan_told(said, cases.deliveries_of(one), on=on)
        rows = [(gettext("What you want to reach"), goal) for goal in told["goals"]]
        rows += [
            (activity["what"], " · ".join(filter(None, (activity["kind"], activity["amount"], activity["days"]))))
            for activity in told["activities"]
        ]
        if not opens:
            rows = [(gettext("Your plan"), gettext("cannot be opened now: a key is missing"))]
        found.append(Part(gettext("Your plan"), tuple(rows)))
    return found


def _given(person: "Person", *, viewer: Actor, on: date) -> list[Part]:
    """Return what was handed over of grants, as far as the viewer may see cases."""
    held = [one.pk for one in cases.of_person(person.pk, viewer=viewer, on=on)]
    rows = grants_told.on_paper(granted.handed_over(held))
    return [Part(gettext("What was given to you, never to be paid back"), tuple(rows))] if rows else []


def _agreed(person: "Person", *, viewer: Actor, on: date) -> Part:
    subject = consents.subject(str(person.pk), viewer=viewer, on=on)
    held = () if subject is None else purposes(subject, on=on)
    told = [agreed.row_words(subject, row, with_link=False) for row in held if subject is not None]
    return Part(gettext("What you agreed to"), tuple((row["purpose"], row["state_label"]) for row in told))


def _opened_by(person: "Person", on: date) -> Part:
    """Return who opened the file, by role and office, with how often; members of staff have their names elsewhere."""
    found = [event for event in seen.events(person) if event.actor_kind == "user"]
    posts = people.posts_of({event.actor_id for event in found})
    counted: Counter[str] = Counter()
    for event in found:
        post = posts.get(event.actor_id)
        roles = [] if post is None else [label(names, get_language() or "en") for names in post.roles_on(on)]
        where = [*roles, *([post.office] if post is not None and post.office else [])]
        counted[", ".join(where) or gettext("somebody of the staff")] += 1
    rows = tuple(
        (who, ngettext("%(count)s time", "%(count)s times", times) % {"count": words.number(times)})
        for who, times in counted.most_common()
    )
    lists: Sequence[str] = seen.taken_out_on_paper(person, with_names=settings.NAMES_ON_PAPERS)
    return Part(gettext("Who has opened your file"), rows, tuple(lists))
