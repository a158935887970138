"""Who is counted on the way towards a lender: all with a look or an introduction, each at one end, without a name.

A look counts as it was decided, sealed or not; what a look found is told as one word, and never why.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.cases.programmes import programmes_of
from sankofa.consent import queries as consents
from sankofa.consent.rules.terms import Answer, Purpose
from sankofa.credit import hooks, permissions, queries
from sankofa.credit.models import LoanCheck, Referral
from sankofa.credit.rules.funnel import NONE, SEVERAL, UNREADABLE, End, Introduced, Looked, Row
from sankofa.credit.rules.referrals import State, Why
from sankofa.credit.rules.suitability import Outcome
from sankofa.returnees.clusters import leading_of
from sankofa.store.rules.sealing import CannotOpen

AGAINST = frozenset({Outcome.NOT_YET, Outcome.NOT_SUITABLE})


def ways(viewer: Actor, *, on: date) -> list[Row]:
    """Return everybody whom the viewer may count, at the end where they stand; who was introduced twice counts twice.

    Somebody with several files that are read as one is one person.
    """
    introduced = within_scope(Referral.objects.all(), viewer=viewer, permission=permissions.FUNNEL, on=on)
    sent = list(
        introduced.order_by("lender__name", "pk").values_list(
            "person_id", "lender_id", "lender__name", "state", "answer__why"
        )
    )
    looks = within_scope(LoanCheck.objects.all(), viewer=viewer, permission=permissions.FUNNEL, on=on)
    checks = list(looks.defer("seven", "said").order_by("begun_on", "created_at", "pk"))
    files = {row[0] for row in sent} | {one.person_id for one in checks}
    leads = leading_of(files)
    programme = _programmes(files, leads)
    lent = {(leads[person], lender) for person, lender in _lent(files) if person in leads}
    gone = {leads[row[0]] for row in sent}
    last = {leads[one.person_id]: one for one in checks if leads[one.person_id] not in gone}
    answers = _answers(files, leads)
    rows: list[Row] = [
        Introduced(
            name,
            State(state),
            Why(why) if why else None,
            programme[leads[person]],
            is_lent=(leads[person], lender) in lent,
        )
        for person, lender, name, state, why in sent
    ]
    rows += [Looked(_end(check, answers.get(top, frozenset())), programme[top]) for top, check in last.items()]
    return rows


def _end(check: LoanCheck, answers: Collection[Answer]) -> End:
    """Return where somebody stands who was never introduced."""
    if check.decided_on is None:
        return End.SUGGESTED if check.ended_on is None else End.LEFT
    found = queries.kept(check)
    if found is None:
        return End.NOT_READ
    if found.outcome in AGAINST:
        return End.NOT_YET
    if check.ended_on is not None or _way(check) not in {None, queries.ASK}:
        return End.OTHER_WAY
    if Answer.GIVEN in answers:
        return End.AGREED
    return End.SAID_NO if answers else End.LOOKED_AT


def _way(check: LoanCheck) -> str | None:
    try:
        return None if check.chosen is None else str(check.chosen["way"])
    except CannotOpen:
        return None


def _programmes(files: Collection[UUID], leads: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """Return the programme of each person: its code, or that there is none, more than one, or a key is missing."""
    by_file = programmes_of(files)
    named: dict[UUID, set[str]] = {top: set() for top in leads.values()}
    for file, codes in by_file.items():
        named[leads[file]] |= {UNREADABLE} if codes is None else codes
    return {top: _one(codes) for top, codes in named.items()}


def _one(codes: set[str]) -> str:
    if UNREADABLE in codes:
        return UNREADABLE
    return SEVERAL if len(codes) > 1 else next(iter(codes), NONE)


def _answers(files: Collection[UUID], leads: Mapping[UUID, UUID]) -> dict[UUID, set[Answer]]:
    found: dict[UUID, set[Answer]] = {}
    for file, said in consents.last_answers(files, Purpose.CREDIT_REFERRAL).items():
        found.setdefault(leads[file], set()).update(said)
    return found


def _lent(files: Collection[UUID]) -> Iterable[tuple[UUID, UUID]]:
    for answer in hooks.lent.answers(files):
        yield from answer
