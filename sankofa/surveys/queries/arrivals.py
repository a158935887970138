"""Reads of what came in: what waits, what clashes, and what was taken in without a person."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sankofa.accounts.queries import decision_on, user_by_id, within_scope
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees import clusters
from sankofa.returnees.rules import retention
from sankofa.returnees.short_lists import about_people_seen
from sankofa.store import empty
from sankofa.surveys import permissions
from sankofa.surveys.models import Arrival, Clash, Source, State, Submission
from sankofa.surveys.rules import arriving, unlinked

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

OPEN = (State.ARRIVED, State.WAITING, State.CLASHES)


def arrivals(viewer: Actor, *, on: date) -> QuerySet[Arrival]:
    """Return the filled forms that came in at the offices that the viewer looks after; without what they hold.

    One about somebody protected is there only for those named on the file, even where it was protected since.  To its
    sender it looks like one about nobody (see `as_seen`), so that no number tells by silence whose file is protected.
    """
    found = Arrival.objects.select_related("office", "user", "carried_by", "device__holder", "person").defer("content")
    within = within_scope(found, viewer=viewer, permission=permissions.RECEIVE, on=on)
    named = Q(person__named__user_id=viewer.named_as, person__named__ended_at=None) if viewer.named_as else Q(pk=None)
    seen = within.filter(Q(person=None) | Q(person__is_protected=False) | named)
    own = Q(pk=None)
    if viewer.named_as and access.holds(viewer.grants, permissions.RECEIVE, on=on):
        own = Q(user_id=viewer.named_as, seems_nobodys=True, state=State.WAITING)
    return found.filter(Q(pk__in=seen.order_by().values("pk")) | own)


def as_seen(held: Arrival, *, viewer: Actor, on: date) -> Arrival:
    """Return a filled form as the viewer sees it: about nobody, where whom it is about is hidden from its sender."""
    if held.seems_nobodys and not decision_on(held, actor=viewer, permission=permissions.RECEIVE, on=on).allowed:
        held.person, held.is_apart, held.is_hidden = None, False, True
        held.reasons = [Finding("arrival.nobody_with_number", Weight.BARRIER, "docs/adr/0042").record()]
    return held


def waiting(viewer: Actor, *, on: date) -> QuerySet[Arrival]:
    """Return the filled forms that wait for somebody to look at them, the oldest first."""
    return arrivals(viewer, on=on).filter(state=State.WAITING).order_by("received_at", "pk")


def over_time(viewer: Actor, *, on: date) -> QuerySet[Arrival]:
    """Return the filled forms that nobody could link within their time, the oldest first, but for the viewer's own.

    Whoever sent a form is not asked whether it is destroyed; so this list tells no sender whose file is protected.
    """
    last = unlinked.last_over(on, policy=retention.shipped())
    before = datetime.combine(last, time(), tzinfo=UTC)
    found = arrivals(viewer, on=on).filter(
        person=None, state__in=(State.WAITING, State.SET_ASIDE), received_at__lt=before, content__isnull=False
    )
    others = found.exclude(user_id=viewer.id) if viewer.kind == "user" else found
    return others.order_by("received_at", "pk")


def arrival(arrival_id: UUID | str, *, viewer: Actor, on: date) -> Arrival | None:
    """Return one filled form that came in, or None where there is none that the viewer looks after."""
    held = arrivals(viewer, on=on).filter(pk=arrival_id).first()
    return None if held is None else as_seen(held, viewer=viewer, on=on)


def clashes(viewer: Actor, *, on: date) -> QuerySet[Clash]:
    """Return what clashes and is not decided, of people the viewer may see, the oldest first."""
    found = Clash.objects.filter(decided_at=None).select_related(
        "person", "arrival__user", "arrival__carried_by", "arrival__device", "earlier__recorded_by"
    )
    seen = about_people_seen(found, viewer=viewer, permission=permissions.RECEIVE, on=on)
    return seen.order_by("noted_at", "pk")


def clash(clash_id: UUID | str, *, viewer: Actor, on: date) -> Clash | None:
    """Return one clash, decided or not, or None where there is none for the viewer."""
    found = Clash.objects.select_related(
        "person", "arrival__user", "arrival__carried_by", "arrival__device", "earlier__recorded_by", "decided_by"
    )
    return within_scope(found, viewer=viewer, permission=permissions.RECEIVE, on=on).filter(pk=clash_id).first()


def clash_of(instance_id: UUID) -> Clash | None:
    """Return the clash in which one filled form stands beside another, or None."""
    return Clash.objects.filter(arrival__instance_id=instance_id).select_related("person").first()


def clashes_of(person: "Person", *, viewer: Actor, on: date) -> QuerySet[Clash]:
    """Return what clashed about one person and is open, or was decided for what had come before.

    Whether the viewer may know is asked once, of the person, and not of every clash.
    """
    may = decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed
    if not may or person.erased_on is not None:
        return Clash.objects.none()
    found = Clash.objects.filter(Q(decided_at=None) | Q(arrival__state=State.SET_ASIDE), person_id=person.pk)
    # Clashes are rare: what came in, and from whom, is read where there is one.
    arrived = Arrival.objects.select_related("user", "carried_by", "office").defer("content")
    return found.prefetch_related(Prefetch("arrival", arrived)).order_by("-noted_at")


def clashes_told(person: "Person", *, viewer: Actor, on: date, most: int) -> list[Clash]:
    """Return `clashes_of` for the person's page; nobody is asked where there is none."""
    return [] if empty.holds_none(Clash, [person.pk]) else list(clashes_of(person, viewer=viewer, on=on)[:most])


def of_one_round(person: "Person", code: str, on: date, *, by_user: UUID | None) -> Submission | None:
    """Return what was taken in before from one person by the same form in the same round, or None.

    All files that are read as one with the person's count.
    """
    held = Submission.objects.filter(person_id__in=clusters.ids_together(person.pk), instrument=code, set_aside_at=None)
    return next(
        (
            one
            for one in held.order_by("-answered_on", "-pk")
            if arriving.is_same_round(one.answered_on, on, same_sender=one.recorded_by_id == by_user)
        ),
        None,
    )


def without_a_person(viewer: Actor, *, on: date) -> QuerySet[Submission]:
    """Return what households and enterprises answered, at the offices that the viewer looks after, latest first."""
    seen = within_scope(Arrival.objects.filter(person=None), viewer=viewer, permission=permissions.RECEIVE, on=on)
    found = Submission.objects.filter(person=None, arrival__in=seen, set_aside_at=None)
    return found.select_related("arrival__office", "recorded_by").order_by("-answered_on", "-pk")


def is_number_taken(held: Arrival) -> bool:
    """Whether another filled form was taken in, or waits for a decision, under the number of this one."""
    if held.instance_id is None:
        return False
    others = Arrival.objects.filter(instance_id=held.instance_id, state__in=(State.READ, State.CLASHES))
    talks = Submission.objects.filter(instance_id=held.instance_id)
    return others.exclude(pk=held.pk).exists() or talks.exclude(arrival=held.pk).exists()


def typed_papers(viewer: Actor, *, on: date) -> QuerySet[Arrival]:
    """Return what was typed from paper where the viewer may hold talks, without what it says."""
    found = Arrival.objects.filter(source=Source.PAPER).defer("content").select_related("office", "user", "person")
    within = within_scope(found, viewer=viewer, permission=permissions.INTERVIEW, on=on)
    named = Q(person__named__user_id=viewer.named_as, person__named__ended_at=None) if viewer.named_as else Q(pk=None)
    return within.filter(Q(person=None) | Q(person__is_protected=False) | named).distinct()


def typed_once(code: str, *, viewer: Actor, on: date) -> list[Arrival]:
    """Return the papers of a form that somebody else typed and that wait for a second typing, the oldest first."""
    found = typed_papers(viewer, on=on).filter(state=State.WAITING, form_code=code).exclude(user_id=viewer.id)
    waiting = found.order_by("received_at", "pk")
    return [one for one in waiting if any(reason["code"] == "arrival.second_typing" for reason in one.reasons)]


def typed_by_others(arrival_id: str, code: str, *, viewer: Actor, on: date) -> Arrival | None:
    """Return one paper that waits for a second typing, with what was typed first, or None."""
    found = next((one for one in typed_once(code, viewer=viewer, on=on) if str(one.pk) == arrival_id), None)
    return None if found is None else Arrival.objects.select_related("office", "person").get(pk=found.pk)


def typed_paper(arrival_id: str, *, viewer: Actor, on: date) -> Arrival | None:
    """Return one paper that was typed, without what it says, or None."""
    try:
        key = UUID(arrival_id)
    except ValueError:
        return None
    return typed_papers(viewer, on=on).filter(pk=key).first()


def organisation_of(viewer: Actor) -> UUID | None:
    """Return the organisation that somebody works for; None where they have no office."""
    user = user_by_id(viewer.id) if viewer.kind == "user" else None
    return None if user is None or user.office is None else user.office.organisation_id
