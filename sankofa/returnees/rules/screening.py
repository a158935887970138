"""What only trained staff ask: seven questions about pressure at work, and what makes somebody vulnerable.

Which questions fit whom, when they may be asked at all, and which answers an officer must hear of the same day.
Nothing here scores anybody: one yes is enough, and no number of noes clears anybody.

Source: the seven forced-labour questions of a national programme's profile (docs/sources.md), part 2; casework,
"Safeguards": the interviewer's sex is offered and recorded before any sensitive question; ask "who is present?"; if
not alone, skip pressure and ransom and book a private talk; children are a case of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sankofa.returnees.rules.terms import PersonKind


class Answer(StrEnum):
    """What somebody answers.  Not asked, and does not want to say, are no "no"."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_SAID = "not_said"
    NOT_ASKED = "not_asked"


class Present(StrEnum):
    """Who hears what is said."""

    NOBODY = "nobody"
    SMALL_CHILD = "small_child"
    CHOSEN = "chosen"
    """Somebody whom the person wants beside them and has named without being asked in front of them."""
    OTHERS = "others"


class Wish(StrEnum):
    """By whom somebody wants to be asked."""

    WOMAN = "woman"
    MAN = "man"
    EITHER = "either"


class Interviewer(StrEnum):
    """The sex of whoever asks."""

    WOMAN = "woman"
    MAN = "man"


FORCED_LABOUR = (
    "false_promises",
    "forced_work",
    "long_hours",
    "wage_deductions",
    "movement_denied",
    "threats",
    "papers_kept",
)
"""Asked of whoever worked abroad: those who came back and those still there."""
VULNERABLE = ("unsafe_now", "nowhere_to_stay", "afraid_of_somebody", "hurt", "alone_with_children", "child_alone")
"""Asked of everybody, for they are about now."""
OFFICER_NEEDED = frozenset({*FORCED_LABOUR, "unsafe_now", "afraid_of_somebody", "hurt", "child_alone"})
"""Questions whose yes an officer hears of at once.  The others are for the reintegration plan."""
KIND_ONLY: Mapping[PersonKind, tuple[str, ...]] = {
    PersonKind.RETURNEE: FORCED_LABOUR,
    PersonKind.ABROAD: FORCED_LABOUR,
    PersonKind.RELATIVE: (),
    PersonKind.RESIDENT: (),
}


class Barrier(StrEnum):
    """Why nothing is asked now; the safe way is to book a private talk."""

    NOT_ALONE = "not_alone"
    OTHER_INTERVIEWER = "other_interviewer"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions a talk is held: who is present, who is wanted to ask, who asks."""

    present: Present
    wish: Wish
    interviewer: Interviewer


def questions_for(kind: PersonKind) -> tuple[str, ...]:
    """Return the questions that fit somebody, those about now first."""
    return (*VULNERABLE, *KIND_ONLY[kind])


def barriers(held: Conditions) -> tuple[Barrier, ...]:
    """Return why nothing sensitive is asked now.  None: the talk may begin."""
    found = []
    if held.present is Present.OTHERS:
        found.append(Barrier.NOT_ALONE)
    if held.wish is not Wish.EITHER and held.wish.value != held.interviewer.value:
        found.append(Barrier.OTHER_INTERVIEWER)
    return tuple(found)


def needs_officer(answers: Mapping[str, Answer]) -> bool:
    """Whether a protection officer must hear of these answers: one yes among the grave questions is enough."""
    return any(answer is Answer.YES for code, answer in answers.items() if code in OFFICER_NEEDED)
