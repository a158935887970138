"""Reads of households: always through somebody whom the viewer may see, and only those members whom they may see.

What is counted is counted among the same: a protected member is in no list, no count and no sentence for others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.periods import Age
from sankofa.returnees import clusters, histories, papers, portrait, queries, requirements
from sankofa.returnees.contributions import Contribution, NextStep, Panel, Status, Tag, Task, cluster_of
from sankofa.returnees.models import Dwelling, Household, Membership, Person, Schooling, Unnamed
from sankofa.returnees.rules import households as rules
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.households import AgeGroup
from sankofa.returnees.rules.paper_gaps import Need
from sankofa.returnees.rules.terms import age_of
from sankofa.shell import words
from sankofa.store import empty

FOR_SCHOOL = Need(("birth", "identity", "passport"))
"""What schools ask for most: a paper that says when a child was born."""
_NOT_AT_SCHOOL = frozenset({"stopped", "never"})


@dataclass(frozen=True, slots=True)
class Home:
    """A household as a viewer sees it: who of those whom they may see lives there, who lived there, and where."""

    household: Household
    members: Sequence[Membership]
    past: Sequence[Membership]
    unnamed: Unnamed | None
    dwellings: Sequence[Dwelling]


def homes_of(*files: Person) -> list[Membership]:
    """Return where somebody lives now, by each of their files, the leading one first; more than one is a clash."""
    order = {file.pk: place for place, file in enumerate(files)}
    if empty.holds_none(Membership, order):
        return []
    held = Membership.objects.filter(person__in=order, until_on=None).select_related("household__came_from")
    found: dict[object, Membership] = {}
    for one in sorted(held, key=lambda one: order[one.person_id]):
        found.setdefault(one.household_id, one)
    return list(found.values())


def home(held: Membership, *, viewer: Actor, on: date) -> Home:
    """Return a household for a viewer, each member once."""
    rows = (
        Membership.objects.filter(household=held.household, person__in=_seen(viewer, on))
        .exclude(because="mistake")
        .select_related("person__place")
        .prefetch_related("person__journeys")
        .order_by("from_on", "pk")
    )
    leading: dict[object, Membership] = {}
    past: list[Membership] = []
    for one in rows:
        if one.until_on is None:
            leading.setdefault(clusters.leading_id(one.person_id), one)
        past.append(one)
    return Home(
        held.household,
        tuple(leading.values()),
        tuple(past),
        Unnamed.objects.filter(household=held.household, until_on=None).first(),
        tuple(Dwelling.objects.filter(household=held.household).select_related("place").order_by("from_on", "pk")),
    )


def age(person: Person, *, on: date) -> Age | None:
    """Return an age as far as it is known; a birth that lies ahead is a slip, and the age then not known."""
    born = person.born
    return None if born.day is None or born.day > on else age_of(born, on)


def group(person: Person, *, on: date) -> AgeGroup:
    """Return whether somebody counts as a child, an adult, an old person, or nobody knows."""
    return rules.age_group(age(person, on=on))


def schooling_of(*files: Person) -> Schooling | None:
    """Return how it is with school now, on whichever file it is written."""
    keys = [file.pk for file in files]
    if empty.holds_none(Schooling, keys):
        return None
    held = Schooling.objects.filter(person__in=keys, until_on=None)
    return held.order_by("-from_on", "-pk").first()


def schooling_before(*files: Person) -> list[Schooling]:
    """Return how it was with school before, the latest first."""
    held = Schooling.objects.filter(person__in=[file.pk for file in files], until_on__isnull=False)
    return list(held.order_by("-from_on", "-pk"))


def erased(person: Person) -> list[Any]:
    """Take somebody who is being erased out of every household; answer with the rows whose histories go too.

    Where nobody is left whose household it was, what it was called goes as well.
    """
    held = list(Membership.objects.filter(person=person))
    schooling = list(Schooling.objects.filter(person=person))
    houses = {one.household_id for one in held}
    Membership.objects.filter(person=person).delete()
    Schooling.objects.filter(person=person).delete()
    left = set(Membership.objects.filter(household__in=houses).values_list("household_id", flat=True))
    empty = list(Household.objects.filter(pk__in=houses - left))
    for one in empty:
        one.called = None
        one.save(update_fields=["called"])
    return [*held, *schooling, *empty]


def together_words(held: Membership) -> str:
    """Return what somebody is to the household; empty where that is not recorded."""
    return "" if held.together == "unknown" else str(held.get_together_display())


def dependants_words(members: Sequence[Membership], unnamed: Unnamed | None, *, on: date) -> str:
    """Return in a sentence how many of a household depend on the others; empty where none do."""
    groups = [group(one.person, on=on) for one in members]
    for key, count in (unnamed.counts if unnamed else {}).items():
        groups += [AgeGroup(key.partition("|")[2])] * count
    found = rules.dependants(groups)
    told = []
    if count := found.get(AgeGroup.CHILD, 0):
        told.append(ngettext("%(count)s child", "%(count)s children", count) % {"count": words.number(count)})
    if count := found.get(AgeGroup.OLD, 0):
        told.append(ngettext("%(count)s old person", "%(count)s old people", count) % {"count": words.number(count)})
    if count := found.get(AgeGroup.UNKNOWN, 0):
        told.append(
            ngettext("%(count)s of unknown age", "%(count)s of unknown age", count) % {"count": words.number(count)}
        )
    return ", ".join(told)


def unnamed_words(held: Unnamed | None) -> str:
    """Return how many more live there who are not in the register: women, men, girls, boys; empty where none."""
    if held is None:
        return ""
    told = [_UNNAMED[key](count) % {"count": words.number(count)} for key, count in held.counts.items() if count]
    return ", ".join(told)


_UNNAMED: Mapping[str, Any] = {
    "female|adult": lambda count: ngettext("%(count)s woman", "%(count)s women", count),
    "male|adult": lambda count: ngettext("%(count)s man", "%(count)s men", count),
    "female|child": lambda count: ngettext("%(count)s girl", "%(count)s girls", count),
    "male|child": lambda count: ngettext("%(count)s boy", "%(count)s boys", count),
    "unknown|unknown": lambda count: ngettext("%(count)s of unknown age", "%(count)s of unknown age", count),
}
UNNAMED_GROUPS = tuple(_UNNAMED)


def school_words(held: Schooling | None) -> str:
    """Return in a sentence how it is with school."""
    if held is None:
        return gettext("not recorded")
    told = str(held.get_state_display())
    return f"{told}: {held.get_stopped_because_display()}" if held.stopped_because else told


def school_papers(files: Sequence[Person], *, on: date) -> list[str]:
    """Return what of the papers that schools ask for is not there, in sentences; nothing where one is there."""
    found = requirements.answers_for([FOR_SCHOOL], *files, on=on)[0]
    return [] if found.is_met else [papers.say(finding) for finding in paper_gaps.findings(found)]


def contribution(person: Person, viewer: Actor, on: date) -> Contribution:
    """Return what the household and school add to a person's page: who lives with them, and a child not at school."""
    files = cluster_of(person, viewer=viewer, on=on).files
    held = homes_of(*files)
    url = reverse("returnees:household", args=[person.pk])
    facts: dict[str, Any] = {"url": url, "members": [], "told": "", "title": gettext("Household")}
    if person.kind == "abroad" and held:
        facts["title"] = gettext("Family left behind")
    if held:
        found = home(held[0], viewer=viewer, on=on)
        own = {file.pk for file in files}
        facts["members"] = [
            {"name": portrait.name(one.person), "note": together_words(one), "url": portrait.link(one.person)}
            for one in found.members
            if one.person_id not in own
        ]
        facts["told"] = unnamed_words(found.unnamed)
        facts["depends"] = dependants_words(found.members, found.unnamed, on=on)
    # Of an adult nobody asks, and so nobody asks the database.
    school = schooling_of(*files) if rules.is_of_school_age(age(person, on=on)) else None
    may = histories.may_amend(person, viewer=viewer, on=on)
    is_child = group(person, on=on) is AgeGroup.CHILD
    asks = school is not None and school.state in _NOT_AT_SCHOOL
    school_url = reverse("returnees:schooling", args=[person.pk])
    tasks = (Task(gettext("Back to school"), Status.NOT_STARTED, school_url if may else "", school_words(school)),)
    return Contribution(
        panels=(Panel("returnees/household_panel.html", facts),),
        tasks=tasks if asks else (),
        next_steps=(_school_step(school, school_url),) if asks and may and school and school.look_on else (),
        tags=(Tag(gettext("Counts as a child"), "info"),) if is_child else (),
    )


def _school_step(school: Schooling, url: str) -> NextStep:
    assert school.look_on is not None, "what is next has a day"
    title, button = gettext("Back to school"), gettext("Write down how it is")
    return NextStep("school", title, school.look_on, school_words(school), url, button)


def _seen(viewer: Actor, on: date) -> Any:
    return queries.people(viewer, on=on).filter(erased_on__isnull=True).order_by().values("pk")
