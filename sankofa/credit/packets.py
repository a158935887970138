"""What a lender would be sent of somebody: the parts that can be sent, each in words, and what is kept out of it.

Only these parts are put together here, from named facts of the register and from what the person and the caseworker
wrote for the lender.  No answer to a form, no debt, no need, nothing of health or of the journey, no score and no check
is read in this module; a test looks at what it imports.

Source: responsible-finance rules, 1.4 ("identity, contact, business facts, loan wish").
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from sankofa.consent.rules.terms import Field
from sankofa.credit.rules.referrals import ALWAYS, SENT
from sankofa.kernel.money import Money
from sankofa.places.rules.naming import language_name
from sankofa.returnees import papers, portrait
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.masking import masked
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

WORDS_MAX = 400


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes for: how much, for how many months, what for; and what their business is, in their words."""

    amount: Money
    months: int
    purpose: str
    business: str = ""


def sendable(consented: Collection[Field]) -> tuple[Field, ...]:
    """Return which parts may be sent of those that somebody agreed to, in the order in which a lender reads them."""
    return tuple(field for field in SENT if field in consented)


def is_enough(consented: Collection[Field]) -> bool:
    """Whether somebody agreed to as much as an introduction needs: who asks, and what for."""
    return set(consented) >= ALWAYS


def facts_of(
    shown: "Person", files: Collection["Person"], wish: Wish, fields: Collection[Field], *, on: date
) -> Mapping[Field, str]:
    """Return what is sent: each chosen part in words; a part of which nothing is recorded is left out.

    `shown` is the person as all files together tell of them.
    """
    told: dict[Field, str | None] = {}
    for field in sendable(fields):
        told[field] = _part(field, shown, files, wish, on=on)
    return {field: text for field, text in told.items() if text}


def seen_before_sending(facts: Mapping[Field, str]) -> Mapping[Field, str]:
    """Return the same as a caseworker checks it: the phone number with its middle hidden, as everywhere."""
    return {field: masked(text) if field is Field.PHONE else text for field, text in facts.items()}


def _part(field: Field, shown: "Person", files: Collection["Person"], wish: Wish, *, on: date) -> str | None:
    match field:
        case Field.NAME:
            names = (f"{shown.given_name} {shown.family_name}".strip(), shown.native_name)
            return " · ".join(name for name in names if name)
        case Field.PHONE:
            return next((file.phone for file in files if file.phone), None)
        case Field.SEX_AND_AGE:
            sex = portrait.sex(shown, on=on)
            return ", ".join(part for part in (sex, portrait.age_words(shown.born, on=on)) if part)
        case Field.DISTRICT:
            return None if shown.place is None else portrait.place_name(shown)
        case Field.LANGUAGE:
            return language_name(shown.language, get_language() or "en") if shown.language else None
        case Field.PAPERS:
            return _papers(files, on=on)
        case Field.SKILLS:
            learned = [one.subject for file in files for one in file.training.all() if one.kind != "wanted"]
            return ", ".join(dict.fromkeys(subject for subject in learned if subject))
        case Field.WORK_AND_INCOME:
            return _business(files, wish)
        case Field.PLAN:
            return _wish(wish)
        case _:
            return None


def _papers(files: Collection["Person"], *, on: date) -> str:
    """Return which papers are there, by their kinds; no number leaves."""
    held = (papers.terms_of(paper) for paper in papers.papers_of(*files))
    kinds = [one.kind for one in held if paper_gaps.standing_of(one, on=on) is paper_gaps.Standing.THERE]
    return ", ".join(dict.fromkeys(portrait.paper_kind(kind) for kind in kinds))


def _business(files: Collection["Person"], wish: Wish) -> str:
    now = [one.occupation for file in files for one in file.work.all() if one.time in {"now", "since"}]
    return ". ".join(part for part in (wish.business.strip(), ", ".join(dict.fromkeys(filter(None, now)))) if part)


def _wish(wish: Wish) -> str:
    return gettext("%(amount)s for %(months)s months. What for: %(purpose)s") % {
        "amount": words.money(wish.amount),
        "months": words.number(wish.months),
        "purpose": wish.purpose.strip(),
    }
