"""Reads of case work: cases of people whom the viewer may see, and what happened in them as the rules know it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import decision_on, holders_of, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.cases import granted, permissions
from sankofa.cases.models import Case, Delivery, Mediation, Plan, VisitTry
from sankofa.cases.rules import plans as rules
from sankofa.cases.rules.grants import done_on
from sankofa.cases.rules.stages import Facts, Mediating, Promised
from sankofa.cases.rules.visits import NotReached, Tried
from sankofa.consent.rules.terms import AgeKnown
from sankofa.consent.rules.validity import capacity_of
from sankofa.kernel.periods import NotYetBorn
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.returned import files_of, latest_returns
from sankofa.returnees.rules.retention import Kept, Purpose
from sankofa.returnees.rules.terms import Precision, age_of
from sankofa.store.rules.sealing import CannotOpen
from sankofa.surveys.queries import answered_days

if TYPE_CHECKING:
    from sankofa.accounts.models import User
    from sankofa.cases.granted import Given
    from sankofa.returnees.models import Person

NEEDS_FORM = "needs_assessment"
VISIT_FORMS = ("programme_monitoring", "business_visit")
NEEDS_HOLD = timedelta(days=92)
"""Needs asked at most so long before the case was opened need not be asked again; our own choice."""
LIST_MAX = 200


def cases(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Case]:
    """Return the cases that the viewer may see, or work on."""
    found = Case.objects.filter(person__erased_on=None)
    return within_scope(found, viewer=viewer, permission=permission, on=on).select_related(
        "person__office", "person__place", "person__owner"
    )


def case(case_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW) -> Case | None:
    """Return one case that the viewer may see, or work on; None where there is none or none for them."""
    found = cases(viewer, on=on, permission=permission).select_related("opened_by", "talk_by", "closed_by", "again_of")
    return found.filter(pk=case_id).first()


def own_open(viewer: Actor, *, on: date) -> list[Case]:
    """Return the open cases of people whom the viewer looks after, the oldest first."""
    if viewer.kind != "user":
        return []
    mine = cases(viewer, on=on).filter(closed_on=None, person__owner_id=UUID(viewer.id))
    return list(mine.order_by("opened_on", "pk")[:LIST_MAX])


def of_nobody(viewer: Actor, *, on: date) -> QuerySet[Case]:
    """Return the open cases that the viewer may work on and whose person nobody looks after, the oldest first."""
    found = cases(viewer, on=on, permission=permissions.WORK).filter(closed_on=None, person__owner=None)
    return found.order_by("opened_on", "pk")


def of_person(person_id: UUID, *, viewer: Actor, on: date) -> list[Case]:
    """Return the cases of a person on all files that are read as one with theirs, open ones first, then the newest."""
    seen = cases(viewer, on=on).select_related("opened_by", "closed_by", "talk_by")
    found = list(seen.filter(person_id__in=ids_together(person_id)))
    return sorted(found, key=lambda one: (one.closed_on is None, one.opened_on, one.pk), reverse=True)


def is_open_somewhere(person_id: UUID) -> bool:
    """Whether somebody has an open case, on any file that is read as one with theirs."""
    return Case.objects.filter(person_id__in=ids_together(person_id), closed_on=None).exists()


def may_work(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may work on the case of this person."""
    return decision_on(person, actor=viewer, permission=permissions.WORK, on=on).allowed


def colleagues(person: "Person", *, on: date) -> "list[User]":
    """Return who could look after a person: those of their office who may work on their case, by name."""
    holders = holders_of(permissions.WORK, person.resource(), on=on)
    near = [user for user in holders if user.office_id == person.office_id]
    return [
        user for user in near if decision_on(person, actor=user.as_actor(), permission=permissions.WORK, on=on).allowed
    ]


def facts_of(held: Iterable[Case], *, grants: Sequence[granted.Held] | None = None) -> dict[UUID, Facts]:
    """Return what happened in cases, by case; for any number of them the same few questions are asked.

    `grants` are those of these cases, where they were read already.
    """
    rows = list(held)
    if not rows:
        return {}
    together = files_of([one.person for one in rows])
    files = {one.pk: [file.pk for file in together[one.person_id].files] for one in rows}
    every = {key for keys in files.values() for key in keys}
    returned = latest_returns(every)
    first = min(one.opened_on for one in rows) - NEEDS_HOLD
    needs = answered_days(NEEDS_FORM, every, from_on=first, until_on=date.max)
    visits = [answered_days(form, every, from_on=first, until_on=date.max) for form in VISIT_FORMS]
    tries, mediations = _tries(rows), _mediations(rows)
    plans, done = plans_of(rows), _done(rows)
    given = granted.terms_of(granted.of_cases([one.pk for one in rows]) if grants is None else grants)
    return {
        one.pk: _facts(
            one,
            returned_on=max((returned[key] for key in files[one.pk] if key in returned), default=None),
            needs=[day for key in files[one.pk] for day in needs.get(key, ())],
            visits=[day for found in visits for key in files[one.pk] for day in found.get(key, ())],
            plans=plans.get(one.pk, []),
            done=done.get(one.pk, {}),
            grants=given.get(one.pk, {}),
            tries=tries.get(one.pk, []),
            mediations=mediations.get(one.pk, []),
        )
        for one in rows
    }


def plans_of(held: Sequence[Case]) -> dict[UUID, list[Plan]]:
    """Return the versions of the plans of cases, the first one first."""
    found: dict[UUID, list[Plan]] = defaultdict(list)
    by_key = {one.pk: one for one in held}
    rows = Plan.objects.filter(case__in=list(by_key)).select_related("written_by", "agreed_with").order_by("number")
    for row in rows:
        row.case = by_key[row.case_id]
        found[row.case_id].append(row)
    return found


def plan_now(plans: Sequence[Plan]) -> Plan | None:
    """Return the version of a plan that counts: the last one agreed; None where none is."""
    return next((one for one in reversed(plans) if one.agreed_on is not None), None)


def draft_of(plans: Sequence[Plan]) -> Plan | None:
    """Return the version that is being written; None where none is."""
    return next((one for one in plans if one.agreed_on is None), None)


def deliveries_of(held: Case, *, grants: Sequence[granted.Held] | None = None) -> "dict[UUID, Delivery | Given]":
    """Return what was delivered, by the key of the activity; a grant once all of it was handed over.

    `grants` are those of the case, where they were read already.
    """
    rows = Delivery.objects.filter(case=held).select_related("noted_by").order_by("done_on", "pk")
    plan = plan_now(plans_of([held]).get(held.pk, []))
    return {
        **granted.given_in(
            granted.of_cases([held.pk]) if grants is None else grants,
            rules.Content() if plan is None else _read(plan),
        ),
        **{row.activity: row for row in rows},
    }


def tries_of(held: Case, months: int) -> list[VisitTry]:
    """Return the tries in vain to hold one visit, the latest first."""
    rows = VisitTry.objects.filter(case=held, months=months).select_related("noted_by")
    return list(rows.order_by("-tried_on", "-pk"))


def mediations_of(held: Case) -> list[Mediation]:
    """Return the mediations of a case, those that go on first, then the latest."""
    found = Mediation.objects.filter(case=held).order_by("-pk")
    return sorted(found, key=lambda one: one.ended_on is not None)


def mediation(mediation_id: UUID | str, *, viewer: Actor, on: date) -> Mediation | None:
    """Return a mediation of a case that the viewer may work on; None where there is none for them."""
    found = within_scope(Mediation.objects.all(), viewer=viewer, permission=permissions.WORK, on=on)
    return found.select_related("case__person__office").filter(pk=mediation_id).first()


def counts_as_child(person: "Person", on: date) -> bool:
    """Whether somebody else must agree beside the person: under 18, or the age is in doubt."""
    estimated = person.born.precision is Precision.ESTIMATED
    try:
        known = AgeKnown(age_of(person.born, on), is_estimated=estimated)
    except NotYetBorn:
        known = AgeKnown(None)
    return capacity_of(known).counts_as_child


def kept_for(people: Collection[UUID]) -> list[tuple[UUID, Kept]]:
    """Return which day of a case lets people be followed up: its end, or its beginning while it is open."""
    rows = Case.objects.filter(person_id__in=people).order_by("opened_on")
    return [(row.person_id, Kept(Purpose.FOLLOW_UP, row.closed_on or row.opened_on)) for row in rows]


def _read(plan: Plan) -> rules.Content:
    """Return what a version says; nothing where its key is missing, which the page says in its place."""
    try:
        return plan.to_terms()
    except CannotOpen:
        return rules.Content()


def _done(held: Sequence[Case]) -> dict[UUID, dict[UUID, date]]:
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    rows = Delivery.objects.filter(case__in=[one.pk for one in held]).values_list("case_id", "activity", "done_on")
    for case_id, activity, day in rows:
        found[case_id][activity] = day
    return found


def _tries(held: Sequence[Case]) -> dict[UUID, list[Tried]]:
    found: dict[UUID, list[Tried]] = defaultdict(list)
    rows = VisitTry.objects.filter(case__in=[one.pk for one in held]).values_list(
        "case_id", "months", "tried_on", "why"
    )
    for case_id, months, tried_on, why in rows.order_by("tried_on", "pk"):
        found[case_id].append(Tried(months, tried_on, NotReached(why)))
    return found


def _mediations(held: Sequence[Case]) -> dict[UUID, list[Mediating]]:
    found: dict[UUID, list[Mediating]] = defaultdict(list)
    rows = Mediation.objects.filter(case__in=[one.pk for one in held])
    for case_id, key, until_on, ended_on in rows.order_by("pk").values_list("case_id", "pk", "until_on", "ended_on"):
        found[case_id].append(Mediating(key, until_on, ended_on))
    return found


def _facts(
    held: Case,
    *,
    returned_on: date | None,
    needs: Sequence[date],
    visits: Sequence[date],
    plans: Sequence[Plan],
    done: dict[UUID, date],
    grants: granted.ByActivity,
    tries: Sequence[Tried],
    mediations: Sequence[Mediating],
) -> Facts:
    counts = plan_now(plans)
    agreed = [one.agreed_on for one in plans if one.agreed_on is not None]
    last = held.closed_on or date.max
    said: rules.Content = rules.Content() if counts is None else counts.to_terms()
    return Facts(
        opened_on=held.opened_on,
        returned_on=returned_on,
        is_again=held.again_of_id is not None,
        is_assigned=held.person.owner_id is not None,
        talk_on=held.talk_on,
        needs_on=max((day for day in needs if held.opened_on - NEEDS_HOLD <= day <= last), default=None),
        has_draft=draft_of(plans) is not None,
        agreed_on=min(agreed, default=None),
        promised=tuple(
            Promised(one.key, one.until_on, done.get(one.key) or done_on(grants.get(one.key, ()), one.amount))
            for one in said.activities
        ),
        visits_on=tuple(sorted(day for day in visits if held.opened_on <= day <= last)),
        tries=tuple(tries),
        mediations=tuple(mediations),
        closed_on=held.closed_on,
    )
