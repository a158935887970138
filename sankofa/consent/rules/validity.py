"""Who may say yes for whom, and what has to be there so that it counts.

A no needs nothing: anybody may refuse or withdraw at any time, in any words, alone or not.  Only a yes is looked at.

Source: case-work notes, "Safeguards": under 18 the guardian's consent and the child's assent, both recorded; guardian
absent or implicated: a named child-protection officer with a best-interests note; estimated ages are flagged, doubt
counts as child; at 18 all consents lapse; adults without capacity: supported decision, reviewed; read aloud and
repeated back; mark or thumb with an independent witness.  2.1: interpreter if needed; spoken consent is certified by
the caseworker.
"""

from dataclasses import dataclass
from datetime import date

from sankofa.consent.rules.terms import (
    AGE_NOT_KNOWN,
    AgeKnown,
    Assent,
    Capacity,
    Company,
    Guardian,
    How,
    WitnessKind,
)
from sankofa.kernel.finding import Finding, Weight, gravest_first
from sankofa.kernel.periods import add_months

SOURCE = "case-work notes, Safeguards"
ADULT_FROM = 18
ESTIMATE_YEARS = 3
"""How far a guess at an age may be wrong; our own choice, on the side of the child."""
REVIEW_MONTHS_MAX = 12
"""The longest time until a supported decision is looked at again; our own choice."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """How somebody was asked: by whom, in which language, who was there, who decided with them.

    Names are texts as they were written down; an empty one means that nobody was named.
    """

    age: AgeKnown = AGE_NOT_KNOWN
    needs_support: bool = False
    how: How = How.SPOKEN
    company: Company = Company.UNKNOWN
    asked_by: str = ""
    language: str = ""
    """The language in which the texts were read; empty where nothing was read."""
    speaks: str = ""
    """The person's own language; empty where it is not known."""
    is_text_reviewed: bool = True
    interpreter: str = ""
    is_repeated_back: bool = False
    witness: str = ""
    witness_kind: WitnessKind = WitnessKind.NONE
    guardian_is: Guardian = Guardian.UNKNOWN
    guardian: str = ""
    assent: Assent = Assent.NOT_ASKED
    officer: str = ""
    """The child-protection officer who decides where no guardian can."""
    best_interests: str = ""
    supporter: str = ""
    support_note: str = ""
    review_on: date | None = None
    has_evidence: bool = False


def capacity_of(age: AgeKnown, *, needs_support: bool = False) -> Capacity:
    """Return as whom somebody answers.  An age that is not known, or a guess near 18, counts as a child's."""
    if age.years is None:
        return Capacity.IN_DOUBT
    slack = ESTIMATE_YEARS if age.is_estimated else 0
    if age.years.least - slack >= ADULT_FROM:
        return Capacity.SUPPORTED if needs_support else Capacity.ADULT
    return Capacity.CHILD if age.years.most + slack < ADULT_FROM else Capacity.IN_DOUBT


def findings(sitting: Sitting, *, on: date) -> list[Finding]:
    """Return everything that keeps a yes from counting, or that others should know about it, gravest first."""
    found = [*_about_reading(sitting), *_about_age(sitting), *_about_support(sitting, on), *_about_witness(sitting)]
    if sitting.company is Company.OTHERS:
        found.append(_found("others_hear", Weight.CONCERN))
    if sitting.how in {How.WRITTEN, How.RECORDED, How.MARK, How.THUMB} and not sitting.has_evidence:
        found.append(_found("evidence_to_follow", Weight.NOTE))
    return gravest_first(found)


def barriers(sitting: Sitting, *, on: date) -> list[Finding]:
    """Return what keeps a yes from counting; none means that it may be recorded."""
    return [found for found in findings(sitting, on=on) if found.weight is Weight.BARRIER]


def _about_reading(sitting: Sitting) -> list[Finding]:
    found = []
    if not sitting.language:
        found.append(_found("language_missing"))
    elif not sitting.speaks:
        found.append(_found("own_language_unknown"))
    elif sitting.language != sitting.speaks and not sitting.interpreter.strip():
        found.append(_found("interpreter_missing"))
    if not sitting.is_repeated_back:
        found.append(_found("not_repeated_back"))
    if sitting.language and not sitting.is_text_reviewed:
        found.append(_found("text_not_reviewed", Weight.CONCERN))
    return found


def _about_age(sitting: Sitting) -> list[Finding]:
    capacity = capacity_of(sitting.age, needs_support=sitting.needs_support)
    if not capacity.counts_as_child:
        return []
    found = [_found("age_in_doubt", Weight.CONCERN)] if capacity is Capacity.IN_DOUBT else []
    match sitting.guardian_is:
        case Guardian.UNKNOWN:
            found.append(_found("guardian_not_asked"))
        case Guardian.PRESENT if not sitting.guardian.strip():
            found.append(_found("guardian_not_named"))
        case Guardian.ABSENT | Guardian.IMPLICATED:
            if not sitting.officer.strip():
                found.append(_found("officer_missing"))
            if not sitting.best_interests.strip():
                found.append(_found("best_interests_missing"))
        case _:
            pass
    match sitting.assent:
        case Assent.NOT_ASKED:
            found.append(_found("assent_not_asked"))
        case Assent.REFUSED:
            found.append(_found("assent_refused"))
        case Assent.GIVEN:
            pass
    return found


def _about_support(sitting: Sitting, on: date) -> list[Finding]:
    if capacity_of(sitting.age, needs_support=sitting.needs_support) is not Capacity.SUPPORTED:
        return []
    found = []
    if not sitting.supporter.strip():
        found.append(_found("supporter_missing"))
    if not sitting.support_note.strip():
        found.append(_found("support_note_missing"))
    latest = add_months(on, REVIEW_MONTHS_MAX)
    if sitting.review_on is None:
        found.append(_found("review_missing"))
    elif not on < sitting.review_on <= latest:
        found.append(Finding("review_too_far", Weight.BARRIER, SOURCE, latest=latest))
    return found


def _about_witness(sitting: Sitting) -> list[Finding]:
    if not sitting.how.needs_witness:
        return []
    if sitting.witness_kind is WitnessKind.NONE or not sitting.witness.strip():
        return [_found("witness_missing")]
    party = {_same(name) for name in (sitting.asked_by, sitting.interpreter, sitting.guardian, sitting.officer)} - {""}
    if sitting.witness_kind is not WitnessKind.INDEPENDENT or _same(sitting.witness) in party:
        return [_found("witness_not_independent")]
    return []


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _found(code: str, weight: Weight = Weight.BARRIER) -> Finding:
    return Finding(code, weight, SOURCE)
