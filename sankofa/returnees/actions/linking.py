"""Writes of comparing the whole register: asking for it, keeping what it found, stopping to ask, weights to use.

The comparison itself runs beside the pages (`linking/running.py`) and writes through these actions, as the system.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Q

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import permissions
from sankofa.returnees.actions.protection import note_match
from sankofa.returnees.candidates import EACH_MAX
from sankofa.returnees.models import LinkageRun, LinkageWeights, PairState, Person, PossibleSame, RunState, SamePerson
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.linkage import Brake, Pair, Weights
from sankofa.store import many
from sankofa.store.many import each

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation

PAIRS_AT_ONCE = 2_000
BEGUN_AGAIN_AFTER = timedelta(hours=6)
"""Whatever has been running for longer was interrupted, and is begun again: doing it twice writes nothing twice."""


class RunsAlready(Exception):
    """The register of the organisation is being compared already, or waits for it."""


class NotStopped(Exception):
    """The comparison did not stop to ask, so there is nothing to go on with."""


class UsedAlready(Exception):
    """These weights are in use."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many pairs of a comparison were written down anew."""

    new: int

    def audit_detail(self) -> dict[str, Any]:
        """Return how many."""
        return {"new": self.new}


@action(permissions.LINK, on="organisation")
def ask_for_run(
    *, organisation: "Organisation", learns: bool, goes_on: bool = False, by: Actor, at: datetime
) -> LinkageRun:
    """Ask for the register of an organisation to be compared with itself, or for weights to be learned from it.

    It begins within a minute.  Where it `goes_on` it does not stop to ask.  Raises RunsAlready.
    """
    going_on = LinkageRun.objects.filter(organisation=organisation, state__in=[RunState.WAITING, RunState.RUNNING])
    if going_on.exists():
        raise RunsAlready
    run = LinkageRun(
        created_at=at, organisation=organisation, learns=learns, goes_on=goes_on, asked_at=at, asked_by_id=_user(by)
    )
    run.save(force_insert=True)
    return run


@action(permissions.LINK, on="run")
def go_on(*, run: LinkageRun, by: Actor, at: datetime) -> LinkageRun:  # noqa: ARG001
    """Say that a comparison which stopped to ask may keep what it finds.  Raises NotStopped and RunsAlready."""
    if run.state != RunState.STOPPED:
        raise NotStopped
    others = LinkageRun.objects.filter(
        organisation_id=run.organisation_id, state__in=[RunState.WAITING, RunState.RUNNING]
    )
    if others.exists():
        raise RunsAlready
    run.state, run.goes_on, run.ended_at = RunState.WAITING, True, None
    run.save()
    return run


@action(permissions.LINK, on="run")
def begin_run(*, run: LinkageRun, engine: str, weights_id: UUID | None, by: Actor, at: datetime) -> LinkageRun:  # noqa: ARG001
    """Begin a comparison that waits, or one that was interrupted.  Raises RunsAlready where it is running."""
    interrupted = run.begun_at is not None and run.begun_at < at - BEGUN_AGAIN_AFTER
    if run.state != RunState.WAITING and not (run.state == RunState.RUNNING and interrupted):
        raise RunsAlready
    run.state, run.engine, run.weights_id, run.begun_at = RunState.RUNNING, engine, weights_id, at
    run.because, run.figure = "", 0
    run.save()
    return run


@action(permissions.LINK, on="run")
def keep_pairs(
    *,
    run: LinkageRun,
    pairs: Sequence[Pair],
    described: Mapping[UUID, Described],
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> Kept:
    """Keep some of the pairs that a comparison found, for people to decide; what was answered before stays answered.

    `described` is what is known of each file.
    """
    assert len(pairs) <= PAIRS_AT_ONCE, "pairs are kept in chunks"
    wanted = [(UUID(pair.one), UUID(pair.other)) for pair in pairs]
    people = Person.objects.filter(pk__in=each({key for pair in wanted for key in pair}))
    # Asked again, because somebody may have been protected or erased while the register was compared.
    closed = set(
        people.exclude(
            is_protected=False, erased_on__isnull=True, office__organisation_id=run.organisation_id
        ).values_list("pk", flat=True)
    )
    there = set(PossibleSame.objects.filter(one__in=each(one for one, _ in wanted)).values_list("one_id", "other_id"))
    rows = []
    for one, other in wanted:
        if (one, other) in there or one in closed or other in closed:
            continue
        # Weighed as at entry, so that the list has one order and says its evidence in the same words.
        score, codes = likeness.score_and_codes(described[one], described[other])
        rows.append((uuid7(), at, at, one, other, score, codes, PairState.OPEN))
    columns = ("id", "created_at", "noted_at", "one", "other", "score", "evidence", "state")
    many.add(PossibleSame, columns, rows, unless_there=True)
    return Kept(len(rows))


@action(permissions.LINK, on="run")
def end_run(
    *,
    run: LinkageRun,
    files_count: int,
    pairs_count: int,
    new_count: int,
    memory_mb: int,
    brake: Brake | None = None,
    failed: str = "",
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> LinkageRun:
    """End a comparison: done, stopped to ask because of its outcome, or failed for a reason."""
    run.state = RunState.FAILED if failed else RunState.STOPPED if brake else RunState.DONE
    run.because, run.figure = (failed, 0) if failed else (brake.code, brake.figure) if brake else ("", 0)
    run.files_count, run.pairs_count, run.new_count = files_count, pairs_count, new_count
    run.memory_mb, run.ended_at = memory_mb, at
    run.save()
    return run


@action(permissions.LINK, on="run")
def keep_weights(*, run: LinkageRun, learned: Weights, files_count: int, by: Actor, at: datetime) -> LinkageWeights:  # noqa: ARG001
    """Keep what was learned as the next version.  Nothing is weighed by it until somebody says so."""
    last = LinkageWeights.objects.filter(organisation_id=run.organisation_id).aggregate(last=Max("number"))["last"]
    made = LinkageWeights(
        created_at=at,
        organisation_id=run.organisation_id,
        number=(last or 0) + 1,
        weights=learned.as_data(),
        engine=run.engine,
        files_count=files_count,
        learned_at=at,
        learned_by_id=run.asked_by_id,
    )
    made.save(force_insert=True)
    return made


@action(permissions.LINK, on="weights")
def use_weights(*, weights: LinkageWeights, by: Actor, at: datetime) -> LinkageWeights:
    """Weigh by these from the next comparison on.  Raises UsedAlready."""
    current = (
        LinkageWeights.objects.filter(organisation_id=weights.organisation_id, used_from__isnull=False)
        .order_by("-used_from", "-number")
        .first()
    )
    if current is not None and current.pk == weights.pk:
        raise UsedAlready
    weights.used_from, weights.used_by_id = at, _user(by)
    weights.save(update_fields=["used_from", "used_by"])
    return weights


def waiting_runs(*, at: datetime) -> list[LinkageRun]:
    """Return the comparisons that were asked for and wait, and those that were interrupted, the oldest first."""
    interrupted = Q(state=RunState.RUNNING, begun_at__lt=at - BEGUN_AGAIN_AFTER)
    return list(LinkageRun.objects.filter(Q(state=RunState.WAITING) | interrupted).order_by("asked_at", "pk"))


def give_up(*, failed: str, by: Actor, at: datetime) -> None:
    """End what waits where it cannot be done here, so that whoever asked reads why."""
    for run in waiting_runs(at=at):
        end_run(run=run, files_count=0, pairs_count=0, new_count=0, memory_mb=0, failed=failed, by=by, at=at)


def keep_found(
    run: LinkageRun,
    pairs: Sequence[Pair],
    *,
    describe: Callable[[Collection[str]], Mapping[UUID, Described]],
    by: Actor,
    at: datetime,
) -> int:
    """Keep all pairs of a comparison, in chunks, the most alike of each file; return how many are new.

    `describe` tells what is known of files to compare by.
    """
    together = _together(run.organisation_id)
    held: Counter[str] = Counter()
    chosen = []
    for pair in pairs:
        if max(held[pair.one], held[pair.other]) >= EACH_MAX or _is_joined(pair, together):
            continue
        held.update((pair.one, pair.other))
        chosen.append(pair)
    described = describe({file for pair in chosen for file in (pair.one, pair.other)})
    return sum(
        keep_pairs(run=run, pairs=chosen[first : first + PAIRS_AT_ONCE], described=described, by=by, at=at).new
        for first in range(0, len(chosen), PAIRS_AT_ONCE)
    )


def tell_officers(pairs: Sequence[Pair], protected: frozenset[str], *, by: Actor, at: datetime) -> None:
    """Note in silence who resembles a protected person, for the officers named on that file alone."""
    ids = {key for pair in pairs for key in (pair.one, pair.other)}
    people = {str(key): person for key, person in Person.objects.in_bulk(sorted(ids)).items()}
    for pair in pairs:
        for person, other in ((pair.one, pair.other), (pair.other, pair.one)):
            # Of two protected people each has officers of their own, who must not learn of the other file.
            if person in protected and other not in protected:
                note_match(person=people[person], other=people[other], by=by, at=at)


def _together(organisation_id: UUID) -> dict[str, str]:
    """Return which file leads each file that follows one now."""
    links = SamePerson.objects.filter(until_at=None, person__office__organisation_id=organisation_id)
    return {str(person): str(leading) for person, leading in links.values_list("person_id", "leading_id")}


def _is_joined(pair: Pair, together: dict[str, str]) -> bool:
    if pair.one not in together and pair.other not in together:
        return False
    tops = []
    for file in (pair.one, pair.other):
        top = file
        while top in together:
            top = together[top]
        tops.append(top)
    return tops[0] == tops[1]


def _user(by: Actor) -> UUID | None:
    return UUID(by.id) if by.kind == "user" else None
