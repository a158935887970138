"""What invented people say of their debts: the six short questions, the roster, what happened since, and how it is
collected, drawn so that the figures of the debt studies come out.

Whoever was asked before whether they owe anything says the same here.  Shares are dealt like cards, so that as many
people as the papers say have each trait; what is said alone is said of every debt in Mali, elsewhere of two in three.

Source: ``figures.toml``, tables ``debt`` and ``owing``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sankofa.debts.rules import roster
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Owes, Presence, Six, Strain
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.roster import (
    Agreed,
    Change,
    ChangeKind,
    Effect,
    Extra,
    Payer,
    Pressed,
    Rhythm,
    Stage,
    Told,
)
from sankofa.debts.rules.terms import Answer, Form, Frequency, Lender, Pressure, Purpose
from sankofa.kernel.money import Money, total
from sankofa.project.demonstration.figures import figures
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.project.demonstration.population import chance, dealt

OF_THE_STUDIES: Final = ("ML", "GM", "GN", "SN")
"""Countries of the debt studies that have invented people: everybody is asked.

Burkina Faso and Côte d’Ivoire have none: they would need names, districts and offices of their own.  The table of six
countries says that nobody is counted there.
"""
ALSO_ASKED: Final = "BD"
"""Where those are asked who were interviewed, so that its staff see debts too."""

MORAL_WORDS: Final = {
    "ML": "Mon oncle a vendu un bœuf pour mon départ. Il ne demande rien, mais je lui dois tout.",
    "GN": "Ma mère a donné son or. Elle ne veut pas être payée, mais je dois la soutenir.",
    "SN": "Le village a prié et cotisé pour moi. Je leur dois une réussite.",
    "GM": "My brother stayed so that I could go. I owe him his turn.",
    "BD": "My father gave up his land for me. I have to look after him.",
}
_MONEY_HARMS: Final = (Effect.LESS_FOOD, Effect.SCHOOL, Effect.HEALTH, Effect.SOLD)
_LIFE_HARMS: Final = (Effect.SHAME, Effect.FAMILY, Effect.SHUT_OUT)


@dataclass(frozen=True, slots=True)
class OneDebt:
    """One debt as told, what happened to it since, and what was said of it alone; None where it was not asked."""

    told: Told
    changes: tuple[Change, ...] = ()
    pressed: Pressed | None = None


@dataclass(frozen=True, slots=True)
class SaidOfDebts:
    """What one invented person said of debts on a day."""

    number: int
    on: date
    present: Presence
    six: Six
    debts: tuple[OneDebt, ...] = ()
    budget: Budget | None = None


def asked(people: Sequence[DemonstrationPerson]) -> list[DemonstrationPerson]:
    """Return who is asked about debts: everybody of the studied countries, and the interviewed of one office more."""
    return [
        person
        for person in people
        if person.country in OF_THE_STUDIES or (person.country == ALSO_ASKED and person.interviews)
    ]


def said(
    seed: int, people: Sequence[DemonstrationPerson], *, asked_on: Callable[[DemonstrationPerson], date], today: date
) -> list[SaidOfDebts]:
    """Return what people say of their debts, each on their day, with what happened until today."""
    found: list[SaidOfDebts] = []
    for country in (*OF_THE_STUDIES, ALSO_ASKED):
        group = [person for person in asked(people) if person.country == country]
        if group:
            found += _of_country(chance(seed, f"owing {country}"), country, group, asked_on, today)
    return found


def _of_country(
    rng: random.Random,
    country: str,
    group: Sequence[DemonstrationPerson],
    asked_on: Callable[[DemonstrationPerson], date],
    today: date,
) -> list[SaidOfDebts]:
    facts = figures()["owing"]
    owes = _owes(rng, country, group)
    owing = [person for person in group if owes[person.number] is Owes.YES]
    rows = _roster(rng, country, owing, asked_on, answered=sum(one in _ANSWERED for one in owes.values()))
    abused = _abused(rng, country, owing, answered=sum(one in _ANSWERED for one in owes.values()))
    budgets = _dealt(rng, facts["budget"], group)
    incomes = iter(_incomes(rng, country, sum(budgets.values())))
    found = []
    for person in group:
        day = asked_on(person)
        debts = tuple(
            OneDebt(
                told,
                _changes(rng, told, day, today),
                _pressed(rng, told, abused.get(person.number), is_first=not place)
                if country == "ML" or person.number % 3
                else None,
            )
            for place, told in enumerate(rows.get(person.number, []))
        )
        found.append(
            SaidOfDebts(
                person.number,
                day,
                rng.choice((Presence.ALONE, Presence.ALONE, Presence.SMALL_CHILD, Presence.OTHERS)),
                _six(rng, person, owes[person.number], [one.told for one in debts]),
                debts,
                _budget(rng, country, next(incomes)) if budgets[person.number] else None,
            )
        )
    return found


_ANSWERED: Final = frozenset({Owes.YES, Owes.PAID, Owes.NEVER})
_OPEN: Final = {"dont_know": Owes.UNKNOWN, "prefer_not": Owes.NOT_SAID}


def _owes(rng: random.Random, country: str, group: Sequence[DemonstrationPerson]) -> dict[int, Owes]:
    """Return whether each owes anything: as they said before, and the others so that the share is as printed."""
    facts = figures()
    owes: dict[int, Owes] = {}
    for person in group:
        if person.interviews:
            answer = person.interviews[0].answers["e5"]
            owes[person.number] = _OPEN.get(answer, Owes.NEVER if answer == "no_debt" else Owes.YES)
    others = [person.number for person in group if person.number not in owes]
    answered = sum(one in _ANSWERED for one in owes.values()) + len(others)
    share = facts["debt"]["indebted"].get(country, facts["debt"]["elsewhere"])
    wanted = round(share * answered) - list(owes.values()).count(Owes.YES)
    cards = [number < wanted for number in range(len(others))]
    rng.shuffle(cards)
    owes |= {number: Owes.YES if card else Owes.NEVER for number, card in zip(others, cards, strict=True)}
    never = [number for number, one in owes.items() if one is Owes.NEVER]
    for number in rng.sample(never, round(len(never) * facts["owing"]["paid"])):
        owes[number] = Owes.PAID
    return owes


def _roster(
    rng: random.Random,
    country: str,
    owing: Sequence[DemonstrationPerson],
    asked_on: Callable[[DemonstrationPerson], date],
    *,
    answered: int,
) -> dict[int, list[Told]]:
    """Return the debts of everybody who owes: for the migration, after return, or both; and some moral ones."""
    facts = figures()["owing"]
    migrated = _dealt(rng, facts["for_migration"], owing)
    after = _after(rng, migrated, wanted=round(facts["after_return"][country] * answered))
    irregular = _dealt(rng, facts["irregular"], owing)
    hurt = [_dealt(rng, facts[name], owing) for name in ("harms_money", "harms_life")]
    moral = _dealt(rng, facts["moral"], owing)
    drafts: list[tuple[DemonstrationPerson, Told]] = []
    for person in owing:
        number, own = person.number, []
        if migrated[number]:
            purpose = rng.choices(list(facts["migration_for"]), list(facts["migration_for"].values()))[0]
            own.append(Told(stage=rng.choice((Stage.BEFORE, Stage.BEFORE, Stage.DURING)), purpose=Purpose(purpose)))
        if after[number] or not own:
            purpose = rng.choices(list(facts["after_for"]), list(facts["after_for"].values()))[0]
            own.append(Told(stage=Stage.AFTER if after[number] else Stage.BEFORE, purpose=Purpose(purpose)))
        effects = frozenset(
            rng.choice(kinds) for kinds, by in zip((_MONEY_HARMS, _LIFE_HARMS), hurt, strict=True) if by[number]
        )
        rhythm = Rhythm.WHEN_I_CAN if irregular[number] else rng.choice((Rhythm.FIXED, Rhythm.NOT_YET, Rhythm.STOPPED))
        drafts += [(person, replace(told, effects=effects, rhythm=rhythm)) for told in own]
    lenders = dealt(rng, facts["lenders"][country], len(drafts))
    amounts = _amounts(rng, country, len(drafts))
    rows: dict[int, list[Told]] = {person.number: [] for person in owing}
    for (person, draft), lender, amount in zip(drafts, lenders, amounts, strict=True):
        rows[person.number].append(_told(rng, person, draft, Lender(lender), amount, asked_on(person)))
    for person in owing:
        if moral[person.number] and migrated[person.number]:
            rows[person.number].append(_moral(country, rows[person.number][0]))
    return rows


def _after(rng: random.Random, migrated: Mapping[int, bool], *, wanted: int) -> dict[int, bool]:
    """Return who borrowed after return: three in five of those who owe nothing for the migration, then others."""
    without = [number for number, is_so in migrated.items() if not is_so]
    others = [number for number, is_so in migrated.items() if is_so]
    first = rng.sample(without, min(wanted, round(len(without) * 0.6)))
    chosen = {*first, *rng.sample(others, min(wanted - len(first), len(others)))}
    return {number: number in chosen for number in migrated}


def _told(
    rng: random.Random, person: DemonstrationPerson, draft: Told, lender: Lender, amount: Money, day: date
) -> Told:
    facts = figures()["owing"]["repaid_before"]
    match rng.choices(list(facts), list(facts.values()))[0]:
        case "nothing":
            repaid: Money | None = Money.zero(amount.currency)
        case "part":
            repaid = amount.allocate([1, rng.randint(1, 9)])[0]
        case _:
            repaid = None
    lent_on = _lent_on(rng, person, draft.stage, day)
    is_formal = lender in {Lender.BANK, Lender.MICROFINANCE}
    instalment = amount.allocate([1] * 24)[0] if draft.rhythm is Rhythm.FIXED else None
    return replace(
        draft,
        lender=lender,
        form=Form.MONEY if is_formal else rng.choice((Form.MONEY,) * 8 + (Form.GOODS,)),
        agreed=Agreed.WRITTEN if is_formal else Agreed.SPOKEN,
        amount=amount,
        repaid_before=repaid,
        lent_on=lent_on,
        lent_until=lent_on,
        extra=Extra.INTEREST if is_formal or lender is Lender.MONEYLENDER else rng.choice(_EXTRA),
        pledges=frozenset(),
        guarantor=rng.choice((Answer.NO, Answer.NO, Answer.YES)),
        instalment=instalment,
        frequency=None if instalment is None else Frequency.MONTHLY,
        horizon_months=rng.choice((None, 12, 24, 36)),
        asked_back=rng.choice((Answer.YES, Answer.NO, Answer.UNKNOWN)),
        payer=rng.choice((Payer.SELF, Payer.SELF, Payer.BOTH, Payer.FAMILY)),
    )


_EXTRA: Final = (Extra.NOTHING,) * 8 + (Extra.GIFT, Extra.UNCLEAR)


def _moral(country: str, beside: Told) -> Told:
    return Told(
        lender=Lender.RELATIVE,
        form=Form.MORAL,
        purpose=beside.purpose,
        stage=beside.stage,
        agreed=Agreed.SPOKEN,
        own_words=MORAL_WORDS[country],
    )


def _lent_on(rng: random.Random, person: DemonstrationPerson, stage: Stage, day: date) -> date:
    match stage:
        case Stage.BEFORE:
            return person.left_on - timedelta(days=rng.randint(7, 120))
        case Stage.DURING:
            return person.left_on + (person.returned_on - person.left_on) * rng.randint(1, 9) // 10
        case _:
            return person.returned_on + (day - person.returned_on) * rng.randint(1, 9) // 10


def _amounts(rng: random.Random, country: str, count: int) -> list[Money]:
    """Return amounts with the printed middle and ends: a twentieth below half of the middle, a few very large."""
    held = figures()["owing"]["middle"][country]
    middle, step = held["amount"], held["amount"] // 20
    drawn = []
    for place in range(count):
        at = (place + 0.5) / count
        if at < 0.05:
            times = 0.15 + 0.35 * at / 0.05
        elif at < 0.5:
            times = 0.55 + 0.45 * (at - 0.05) / 0.45
        else:
            times = 35 ** (((at - 0.5) * 2) ** 1.6)
        drawn.append(Money.of(max(round(middle * times / step), 3) * step, held["currency"]))
    rng.shuffle(drawn)
    return drawn


def _abused(
    rng: random.Random, country: str, owing: Sequence[DemonstrationPerson], *, answered: int
) -> dict[int, Pressure]:
    """Return who met insults, threats or violence, and which: so many of all who answered."""
    facts = figures()["owing"]
    count = min(round(facts["abused"][country] * answered), len(owing))
    chosen = rng.sample([person.number for person in owing], count)
    return {number: Pressure(kind) for number, kind in zip(chosen, dealt(rng, facts["abuse"], count), strict=True)}


def _pressed(rng: random.Random, told: Told, kind: Pressure | None, *, is_first: bool) -> Pressed:
    calm = frozenset({Pressure.REMINDERS} if rng.random() < 0.4 else ())
    ransom = Answer.YES if told.stage is Stage.DURING and rng.random() < 0.1 else Answer.NO
    hard = Answer.YES if told.lender is Lender.MONEYLENDER else Answer.NO
    found = calm if kind is None or not is_first else frozenset({Pressure.REMINDERS, kind})
    return Pressed(found, frozenset(), hard, ransom)


def _changes(rng: random.Random, told: Told, day: date, today: date) -> tuple[Change, ...]:
    """Return what happened since: a part repaid by one in five, all forgiven by one in forty."""
    drawn = rng.random()
    if told.form is Form.MORAL or (today - day).days < 30 or drawn > 0.225:
        return ()
    on = day + timedelta(days=rng.randint(20, (today - day).days))
    left = roster.first_balance(told)
    if drawn < 0.025 or left is None or left.minor < 20:
        return (Change(ChangeKind.FORGIVEN, on),)
    return (Change(ChangeKind.REPAID, on, amount=left.allocate([1, rng.randint(3, 9)])[0]),)


def _six(rng: random.Random, person: DemonstrationPerson, owes: Owes, debts: Sequence[Told]) -> Six:
    if owes is not Owes.YES:
        return Six(owes)
    amounts = [told.amount for told in debts if told.amount is not None]
    is_heavy = person.interviews and person.interviews[0].answers["e5"] == "debt_larger"
    return Six(
        owes,
        lenders=len(debts),
        total=total(amounts, amounts[0].currency) if amounts else None,
        strain=rng.choice((Strain.OFTEN, Strain.SOMETIMES) if is_heavy else (Strain.SOMETIMES, Strain.NO)),
        wants_help=Answer.YES if is_heavy else rng.choice((Answer.YES, Answer.NO)),
    )


def _incomes(rng: random.Random, country: str, count: int) -> list[int]:
    """Return what so many earn in a month: more than half nothing, nearly all at most half of the middle debt."""
    facts = figures()["owing"]
    middle = facts["middle"][country]["amount"]
    share = {"none": facts["no_income"], "small": facts["small_income"]}
    cards = dealt(rng, {**share, "more": 1 - sum(share.values())}, count)
    steps = {"none": (0, 0), "small": (2, 10), "more": (11, 30)}
    return [rng.randint(*steps[card]) * (middle // 20) for card in cards]


def _budget(rng: random.Random, country: str, own: int) -> Budget:
    held: Mapping[str, Any] = figures()["owing"]["middle"][country]
    step, currency = held["amount"] // 20, held["currency"]
    return Budget(
        own=Money.of(own, currency),
        own_costs=Money.zero(currency),
        own_kind=IncomeKind.OTHER,
        others=None if rng.random() < 0.3 else Money.of(rng.randint(4, 14) * step, currency),
        needs=Money.of(rng.randint(6, 16) * step, currency),
        size=rng.randint(3, 9),
        is_head=Answer.YES if rng.random() < 0.31 else Answer.NO,
    )


def _dealt(rng: random.Random, share: float, group: Sequence[DemonstrationPerson]) -> dict[int, bool]:
    cards = dealt(rng, {"yes": share, "no": 1 - share}, len(group))
    return {person.number: card == "yes" for person, card in zip(group, cards, strict=True)}
