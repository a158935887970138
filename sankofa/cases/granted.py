"""Reads of grants: of a case, of a person over all their files, and what a programme's ceiling leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import queries as approvals
from sankofa.approvals.rules.terms import State as Proposed
from sankofa.cases import hooks, permissions
from sankofa.cases.models import Case, Handover, PlanGrant
from sankofa.cases.rules.grants import Decision, GrantTerms, Handed, done_on, room_below
from sankofa.cases.rules.plans import Content, Kind
from sankofa.kernel.money import Money
from sankofa.ledger import queries as books
from sankofa.ledger.rules.terms import BookKind
from sankofa.returnees.clusters import ids_together

if TYPE_CHECKING:
    from sankofa.accounts.models import User
    from sankofa.approvals.queries import Latest
    from sankofa.ledger.models import Account

KIND = "cases.approve_grant"
"""The kind of proposal by which two people approve a grant; the action of the same name is reserved to it."""
ByActivity = Mapping[UUID, list[GrantTerms]]
_SAID: Mapping[Proposed, Decision] = {
    Proposed.WAITING: Decision.WAITING,
    Proposed.SENT_BACK: Decision.SENT_BACK,
    Proposed.REFUSED: Decision.REFUSED,
    Proposed.WITHDRAWN: Decision.WITHDRAWN,
    Proposed.CARRIED_OUT: Decision.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Given:
    """That all of a grant was handed over: as a delivery of what the plan promises."""

    activity: UUID
    done_on: date
    noted_by: "User | None"


@dataclass(frozen=True, slots=True)
class Held:
    """A grant with how far it is, what was handed over of it, and what others decided."""

    grant: PlanGrant
    terms: GrantTerms
    handovers: tuple[Handover, ...]
    decided: "Latest | None" = None


def grant(
    grant_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW
) -> PlanGrant | None:
    """Return a grant of a case that the viewer may see, or do something with; None where there is none for them."""
    found = within_scope(PlanGrant.objects.all(), viewer=viewer, permission=permission, on=on)
    return found.select_related("case__person__office", "proposed_by", "cancelled_by").filter(pk=grant_id).first()


def handover(
    handover_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW
) -> Handover | None:
    """Return one handing over that the viewer may see, or take back; None where there is none for them."""
    found = within_scope(Handover.objects.all(), viewer=viewer, permission=permission, on=on)
    wanted = found.select_related("grant__case__person__office__organisation", "handed_by", "taken_back_by")
    return wanted.filter(pk=handover_id).first()


def of_cases(cases: Collection[UUID]) -> list[Held]:
    """Return the grants of cases, the first proposed first; whoever asks may see the cases."""
    rows = PlanGrant.objects.filter(case__in=list(cases)).select_related("proposed_by").order_by("pk")
    found = list(rows.prefetch_related("handovers__handed_by"))
    said = approvals.states_about(KIND, [str(one.pk) for one in found if one.approved_at is None])
    return [_held(one, said.get(str(one.pk))) for one in found]


def of_grant(one: PlanGrant) -> Held:
    """Return a grant with what was handed over of it, and what others decided, by whom and why."""
    latest = approvals.latest_about(KIND, [str(one.pk)]).get(str(one.pk))
    found = _held(one, None if latest is None else Proposed(latest.proposal.state))
    return Held(one, found.terms, found.handovers, latest)


def handed_over(cases: Collection[UUID]) -> list[Handover]:
    """Return what was handed over in cases, in order, also what was taken back; whoever asks may see the cases."""
    rows = Handover.objects.filter(grant__case__in=list(cases)).select_related("grant__case", "handed_by")
    return list(rows.order_by("given_on", "pk"))


def terms_of(grants: Iterable[Held]) -> dict[UUID, dict[UUID, list[GrantTerms]]]:
    """Return grants as the rules know them, by case and activity."""
    found: dict[UUID, dict[UUID, list[GrantTerms]]] = defaultdict(lambda: defaultdict(list))
    for one in grants:
        found[one.grant.case_id][one.grant.activity].append(one.terms)
    return found


def given_in(held: Iterable[Held], promised: Content) -> dict[UUID, Given]:
    """Return which of the grants of a case were handed over wholly, by the key of the activity."""
    found: dict[UUID, Given] = {}
    by_activity: dict[UUID, list[Held]] = defaultdict(list)
    for one in held:
        by_activity[one.grant.activity].append(one)
    for key, grants in by_activity.items():
        planned = promised.activity(key)
        day = done_on([one.terms for one in grants], None if planned is None else planned.amount)
        if day is not None:
            last = [row for one in grants for row in one.handovers if row.given_on == day and row.taken_back_at is None]
            found[key] = Given(key, day, last[-1].handed_by if last else None)
    return found


def has_left(case: Case) -> bool:
    """Whether something that was approved is still to be handed over."""
    return any(one.terms.left for one in of_cases([case.pk]))


def others_of(case: Case, *, but: PlanGrant | None = None) -> list[Held]:
    """Return the other grants to the same person, on every file that is read as one with theirs."""
    together = Case.objects.filter(person_id__in=ids_together(case.person_id)).values_list("pk", flat=True)
    return [one for one in of_cases(list(together)) if but is None or one.grant.pk != but.pk]


def standing_others(case: Case, *, but: PlanGrant | None = None) -> list[Held]:
    """Return those of the other grants to the same person that were given, or may still be."""
    return [one for one in others_of(case, but=but) if one.terms.counts_as]


def room_for(programme: str, currency: str, others: Iterable[Held]) -> Money | None:
    """Return what the ceilings of a programme, and of any grant, leave for a person; None where there is none."""
    beside = list(others)
    rooms = []
    for known in hooks.ceilings.answers():
        for code, amounts in known.items():
            counted = [one.terms for one in beside if code in (hooks.ANY, one.grant.programme)]
            rooms += [
                room_below(most, counted)
                for most in amounts
                if most.currency == currency and code in (hooks.ANY, programme)
            ]
    return min(rooms, default=None)


def tills(case: Case, currency: str) -> "list[Account]":
    """Return the cash boxes and bank accounts for grants, of the organisation that works on the case."""
    return books.tills(case.person.office.organisation_id, BookKind.GRANT, currency=currency)


def is_grant(promised: Content, key: UUID) -> bool:
    """Whether an activity of a plan is a grant."""
    one = promised.activity(key)
    return one is not None and one.kind is Kind.GRANT


def _held(one: PlanGrant, said: Proposed | None) -> Held:
    rows = tuple(sorted(one.handovers.all(), key=lambda row: (row.given_on, row.pk)))
    handed = tuple(Handed(row.amount, row.given_on, row.taken_back_at is not None) for row in rows)
    decision = Decision.APPROVED if one.approved_at is not None else _SAID.get(said or Proposed.WAITING)
    assert decision is not None, "every state of a proposal is a decision on a grant"
    return Held(one, GrantTerms(one.amount, decision, handed, one.cancelled_at is not None), rows)
