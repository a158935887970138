"""A selection committee: who may vote on a case, whether enough did, and what they decided.

Everyone declares interests in every case; who has one leaves it, and nobody votes on their own.  First scores are given
before any is shown.  Two voters decide together or not at all, as in the Armenian project with "two voters, one from
IOM and one from a partner commercial bank".  The committee only refers: the lender may still refuse.

Source: "Responsible finance" 4.1 and 4.2; Knowledge Paper 1, 4.2.4.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from sankofa.funds.rules.terms import BadFund, barrier, first_do, note
from sankofa.kernel.finding import Finding

SOURCE = "Responsible finance 4.2"


class Interest(StrEnum):
    """What ties a member to a case."""

    OWN_CASE = "own_case"
    FAMILY = "family"
    BUSINESS = "business"
    CREDITOR = "creditor"
    NEIGHBOUR_OR_FRIEND = "neighbour_or_friend"
    OTHER = "other"


class Outcome(StrEnum):
    """What a committee decided about a case."""

    REFERRED = "referred"
    NOT_REFERRED = "not_referred"
    NOT_DECIDED = "not_decided"  # too few may vote, or something is missing


class VotesOnOwnCase(BadFund):
    """A member voted although the case is the member's own, or the member has an interest in it."""

    def __init__(self, member: str, interest: Interest) -> None:
        right = "who has an interest leaves the case"
        super().__init__(f"votes.{member}", interest, right)
        self.member = member
        self.interest = interest

    def __str__(self) -> str:
        words = self.interest.replace("_", " ")
        return f"{self.field}: a vote of somebody with an interest ({words}) cannot be; {self.right}."


class MayNotVote(BadFund):
    """A vote of somebody who is no voting member."""

    def __init__(self, member: str) -> None:
        super().__init__(f"votes.{member}", member, "only members with a vote decide, each once")
        self.member = member


class ScoreAfterShowing(BadFund):
    """A first score that was given after scores were shown: it is not blind."""

    def __init__(self, member: str, given_at: datetime, shown_at: datetime) -> None:
        super().__init__(f"scores.{member}", given_at, f"first scores are given before they are shown at {shown_at}")
        self.member = member
        self.given_at = given_at
        self.shown_at = shown_at


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the committee: with or without a vote, for which organisation."""

    member: str
    organisation: str = ""
    has_vote: bool = True


@dataclass(frozen=True, slots=True)
class Committee:
    """Who sits in it, how many votes it takes, and which share of them must be for a case.

    `above_share`: more than that share, not just as much.  With two votes both must be for it, whatever the share says.
    """

    seats: tuple[Seat, ...]
    quorum: int = 2
    share_for: Fraction = Fraction(1, 2)
    above_share: bool = True

    def __post_init__(self) -> None:
        names = [seat.member for seat in self.seats]
        if len(set(names)) != len(names):
            raise BadFund("seats", names, "everyone sits in it once")
        if len(self.voters) < 2:
            raise BadFund("seats", len(self.voters), "a committee has two members with a vote or more")
        if not 2 <= self.quorum <= len(self.voters):
            raise BadFund("quorum", self.quorum, f"it is from 2 to {len(self.voters)}, the members with a vote")
        if not 0 < self.share_for <= 1:
            raise BadFund("share_for", self.share_for, "it is above 0 and at most 1")

    @property
    def voters(self) -> tuple[str, ...]:
        """The members with a vote."""
        return tuple(seat.member for seat in self.seats if seat.has_vote)


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote with its coded reasons; a vote without a reason is not counted."""

    member: str
    is_for: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstScore:
    """A member's score before anybody's was shown."""

    member: str
    score: int
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One case before the committee.

    `declared` holds, by member, the interests in this case; an empty set is "none", a member who is not in it has not
    declared.  `applicants` are people who sit in the committee and ask for money in this case.
    """

    case: str
    declared: Mapping[str, frozenset[Interest]]
    votes: tuple[Vote, ...]
    scores: tuple[FirstScore, ...] = ()
    shown_at: datetime | None = None
    applicants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee decided, and the findings why."""

    outcome: Outcome
    hearing: Hearing
    voting: tuple[str, ...]
    recused: tuple[str, ...]
    votes_for: int
    votes_against: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def sheet(self) -> tuple[Finding, ...]:
        """Return how the decision came about, for the minutes."""
        lines = [note("committee.sheet.voting", SOURCE, voting=self.voting or ("-",), count=len(self.voting))]
        if self.recused:
            lines.append(note("committee.sheet.recused", SOURCE, recused=self.recused))
        lines.append(note("committee.sheet.votes", SOURCE, yes=self.votes_for, no=self.votes_against))
        return (*lines, *self.findings, note("committee.lender_decides", SOURCE))


def decision(committee: Committee, hearing: Hearing) -> Decision:
    """Return what a committee decided about a case.

    Raises VotesOnOwnCase, MayNotVote and ScoreAfterShowing: such a vote or score is refused, never left out in silence.
    """
    interests = _interests(committee, hearing)
    _check_votes(committee, hearing, interests)
    found = []
    open_to = [member for member in committee.voters if not interests[member]]
    silent = [member for member in open_to if member not in hearing.declared]
    for member in silent:
        found.append(first_do("committee.not_declared", SOURCE, member=member))
    scored = {score.member for score in hearing.scores}
    counted = []
    for vote in hearing.votes:
        if not vote.reasons:
            found.append(first_do("committee.no_reason", SOURCE, member=vote.member))
        elif vote.member not in scored:
            found.append(first_do("committee.no_first_score", SOURCE, member=vote.member))
        elif vote.member not in silent:
            counted.append(vote)
    yes = sum(vote.is_for for vote in counted)
    no = len(counted) - yes
    outcome = _outcome(committee, open_to, counted, yes)
    if len(open_to) < committee.quorum:
        found.append(barrier("committee.too_few_may_vote", SOURCE, count=len(open_to), quorum=committee.quorum))
    elif len(counted) < committee.quorum:
        found.append(first_do("committee.no_quorum", SOURCE, count=len(counted), quorum=committee.quorum))
    elif outcome is Outcome.NOT_REFERRED and len(counted) == 2 and yes == 1:
        found.append(note("committee.not_unanimous", SOURCE))
    recused = tuple(member for member in committee.voters if interests[member])
    reasons: dict[str, int] = {}
    for vote in counted:
        for reason in vote.reasons:
            reasons[reason] = reasons.get(reason, 0) + 1
    return Decision(outcome, hearing, tuple(v.member for v in counted), recused, yes, no, reasons, tuple(found))


def may_vote(committee: Committee, hearing: Hearing, member: str) -> bool:
    """Return whether a member may vote on a case: has a vote, has declared, and has no interest in it."""
    if member not in committee.voters or member not in hearing.declared:
        return False
    return not _interests(committee, hearing)[member]


def seen_by_committee(facts: Mapping[str, object], allowed: Collection[str]) -> dict[str, object]:
    """Return what of a case the committee sees: only fields that were allowed by name, never protection data.

    A field that nobody thought of stays hidden.
    """
    return {name: value for name, value in facts.items() if name in allowed and name not in PROTECTED}


PROTECTED = frozenset(
    {
        "protection_flags",
        "trafficking_history",
        "violence",
        "health",
        "disability",
        "religion",
        "ethnicity",
        "nationality",
        "marital_status",
        "remigration_intention",
        "reintegration_score",
        "detention",
        "threats",
    }
)
"""What a committee never sees, even where somebody allows it by mistake ("Responsible finance" 1.4 and 4.2)."""


def _interests(committee: Committee, hearing: Hearing) -> dict[str, frozenset[Interest]]:
    """Everyone's interests; whoever applies has one, declared or not."""
    own = frozenset({Interest.OWN_CASE})
    return {
        member: hearing.declared.get(member, frozenset()) | (own if member in hearing.applicants else frozenset())
        for member in committee.voters
    }


def _check_votes(committee: Committee, hearing: Hearing, interests: Mapping[str, frozenset[Interest]]) -> None:
    voted: set[str] = set()
    for vote in hearing.votes:
        if vote.member not in interests or vote.member in voted:
            raise MayNotVote(vote.member)
        if interests[vote.member]:
            raise VotesOnOwnCase(vote.member, min(interests[vote.member], key=list(Interest).index))
        voted.add(vote.member)
    for score in hearing.scores:
        if score.member not in committee.voters:
            raise MayNotVote(score.member)
        if interests[score.member]:
            raise VotesOnOwnCase(score.member, min(interests[score.member], key=list(Interest).index))
        if hearing.shown_at is not None and score.given_at >= hearing.shown_at:
            raise ScoreAfterShowing(score.member, score.given_at, hearing.shown_at)


def _outcome(committee: Committee, open_to: Sequence[str], counted: Sequence[Vote], yes: int) -> Outcome:
    if len(open_to) < committee.quorum or len(counted) < committee.quorum:
        return Outcome.NOT_DECIDED
    if len(counted) == 2:
        return Outcome.REFERRED if yes == 2 else Outcome.NOT_REFERRED
    share = Fraction(yes, len(counted))
    is_enough = share > committee.share_for or (not committee.above_share and share == committee.share_for)
    return Outcome.REFERRED if is_enough or yes == len(counted) else Outcome.NOT_REFERRED
