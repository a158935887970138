"""The invented people: how many, from where, with what lives, all from one seed.

Shares are dealt out, not thrown: among 2,000 people a share of 11.43 % is that many people to within one, so that the
figures show and the people differ.  What the papers only describe in words follows the order of the words.

Dealing, names, places, dates and answers each have a chance of their own, made from the seed, so that a new name in
the list changes names and nothing else.

Source: ``figures.toml``.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sankofa.project.demonstration.answers import Lot, Standing, about_the_talk, answers, lots, shifted, standing
from sankofa.project.demonstration.figures import (
    District,
    Name,
    districts,
    figures,
    names,
    occupations,
    region_of,
)
from sankofa.project.demonstration.person import DemonstrationPerson, Interview, full_years

ADULT: Final = 18
DAYS_A_MONTH: Final = 30.4
EDUCATION_ORDER: Final = ("none", "primary", "secondary", "vocational", "undergraduate", "graduate", "postgraduate")
EDUCATION_AGE: Final = {"vocational": 19, "undergraduate": 20, "graduate": 22, "postgraduate": 24}
SKILL_ORDER: Final = ("9", "6", "8", "7", "5", "4", "3", "2", "1")
NAMESAKES_APART: Final = 5
NEWEST_RETURN: Final = timedelta(days=14)
ABROAD_NUMBERS: Final = 1_000_000
"""The numbers of those who went abroad again begin here, so that they are nobody else's."""
DIGITS: Final = {
    "AF": ("93", 9), "AM": ("374", 8), "BD": ("880", 10), "GM": ("220", 7), "GN": ("224", 9), "IN": ("91", 10),
    "LK": ("94", 9), "ML": ("223", 8), "NG": ("234", 10), "NP": ("977", 10), "PK": ("92", 10), "SN": ("221", 9),
}  # fmt: skip
"""Country code and length of a mobile number.  None of these countries reserves numbers for fiction, so ours begin with
1000 after the country code, where none of the twelve has a subscriber: a number cannot reach anybody."""


@dataclass(slots=True)
class _Draft:
    """A person in the making."""

    number: int
    country: str
    sex: str = ""
    age: int = 0
    education: str = ""
    marital_status: str = ""
    children: int = 0
    occupation_group: str = ""
    destination: str = ""
    reason: str = ""
    months_home: str = ""


def people(seed: int, count: int, on: date) -> list[DemonstrationPerson]:
    """Return ``count`` people who do not exist, as a register would know them on a day.

    The same seed, count and day give the same people.
    """
    drafts = _dealt(chance(seed, "dealt"), count)
    persons = _named(chance(seed, "named"), drafts, on)
    return _interviewed(seed, persons, on)


def chance(seed: int, of: str) -> random.Random:
    """Return the chance that one kind of thing is left to, the same every time for the same seed."""
    return random.Random(f"{seed}:{of}")  # noqa: S311  (no secret is made here; the same seed has to give the same people)


def apportioned(share: Mapping[str, float], count: int) -> dict[str, int]:
    """Return how many of ``count`` each share gets: whole numbers that add up, the largest remainders first."""
    whole = sum(share.values())
    exact = {key: value / whole * count for key, value in share.items()}
    given = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (given[key] - exact[key], key))
    for key in by_remainder[: count - sum(given.values())]:
        given[key] += 1
    return given


def _dealt(rng: random.Random, count: int) -> list[_Draft]:
    share = figures()["people"]["share"]
    return _deal(rng, [_Draft(number, country) for number, country in enumerate(dealt(rng, share, count), 1)])


def _deal(rng: random.Random, drafts: list[_Draft]) -> list[_Draft]:
    """Deal a life to everybody whose country is known."""
    facts = figures()
    by_country, by_region = defaultdict(list), defaultdict(list)
    for draft in drafts:
        by_country[draft.country].append(draft)
        by_region[region_of(draft.country)].append(draft)
    for country, group in by_country.items():
        women = facts["women"][country]["share"]
        for draft, sex in zip(group, dealt(rng, {"female": women, "male": 1 - women}, len(group)), strict=True):
            draft.sex = sex
        for draft, destination in zip(
            group, dealt(rng, facts["destination"][country]["share"], len(group)), strict=True
        ):
            draft.destination = destination
    for region, group in by_region.items():
        _deal_lives(rng, region, group)
    return drafts


def _deal_lives(rng: random.Random, region: str, group: list[_Draft]) -> None:
    facts, count = figures(), len(group)
    for draft, band in zip(group, dealt(rng, facts["age"][region]["bands"], count), strict=True):
        youngest, oldest = (int(year) for year in band.split("-"))
        draft.age = rng.randint(youngest, oldest)
    _deal_education(rng, facts["education"][region]["share"], group)
    _deal_marriages(rng, facts["marital"][region], group)
    _deal_children(rng, facts["children"]["at_least_one"][region], group)
    by_skill = sorted(group, key=lambda draft: EDUCATION_ORDER.index(draft.education) + rng.gauss(0, 1.3))
    occupied = apportioned(facts["occupation"][region], count)
    for draft, work in zip(by_skill, [g for g in SKILL_ORDER for _ in range(occupied.get(g, 0))], strict=True):
        draft.occupation_group = work
    for draft, reason in zip(group, dealt(rng, facts["reason"][region], count), strict=True):
        draft.reason = reason
    for draft, band in zip(group, dealt(rng, facts["months_since_return"]["bands"], count), strict=True):
        draft.months_home = band


def _deal_education(rng: random.Random, share: Mapping[str, float], group: list[_Draft]) -> None:
    """The highest first, each only to people old enough to have it."""
    left = list(group)
    rng.shuffle(left)
    for level, count in reversed([(level, apportioned(share, len(group))[level]) for level in EDUCATION_ORDER]):
        chosen = [draft for draft in left if draft.age >= EDUCATION_AGE.get(level, 0)][:count]
        for draft in chosen:
            draft.education = level
        taken = {draft.number for draft in chosen}
        left = [draft for draft in left if draft.number not in taken]
    for draft in left:  # where too few were old enough, in a very small population
        draft.education = "secondary"


def _deal_marriages(rng: random.Random, share: Mapping[str, float], group: list[_Draft]) -> None:
    """The youngest have rather never married, the oldest are rather widowed; age decides the odds, not the person."""
    given = apportioned(share, len(group))
    between = ["married"] * given["married"] + ["divorced"] * given["divorced"]
    rng.shuffle(between)
    statuses = ["single"] * given["single"] + between + ["widowed"] * given["widowed"]
    by_age = sorted(group, key=lambda draft: draft.age + rng.gauss(0, 7))
    for draft, status in zip(by_age, statuses, strict=True):
        draft.marital_status = status


def _deal_children(rng: random.Random, share: float, group: list[_Draft]) -> None:
    wedded = [draft for draft in group if draft.marital_status != "single"]
    parents = rng.sample(wedded, min(round(share * len(group)), len(wedded)))
    for draft in parents:
        draft.children = min(rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5)), max(1, (draft.age - 17) // 2))


def dealt(rng: random.Random, share: Mapping[str, float], count: int) -> list[str]:
    """Return ``count`` cards in as many of each kind as its share asks for, shuffled."""
    cards = [key for key, number in apportioned(share, count).items() for _ in range(number)]
    rng.shuffle(cards)
    return cards


def _named(rng: random.Random, drafts: Sequence[_Draft], on: date) -> list[DemonstrationPerson]:
    places: dict[str, list[District]] = defaultdict(list)
    for place in districts():
        places[place.country].append(place)
    known: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in names():
        known[name.country, name.kind].append(name)
    seen: dict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    phones: set[str] = set()
    return [_person(rng, draft, on, places, known, seen, phones) for draft in drafts]


def _person(
    rng: random.Random,
    draft: _Draft,
    on: date,
    places: Mapping[str, list[District]],
    known: Mapping[tuple[str, str], list[Name]],
    seen: dict[tuple[str, str, str], list[tuple[int, str]]],
    phones: set[str],
) -> DemonstrationPerson:
    facts, country = figures(), draft.country
    returned_on = _returned_on(rng, draft, on)
    born_on = _born_on(rng, draft.age, returned_on)
    left_on = _left_on(rng, country, born_on, returned_on)
    place = rng.choices(places[country], [place.weight for place in places[country]])[0]
    for _ in range(200):
        given, family = _name(rng, draft, known)
        namesakes = seen[country, given.latin, family.latin]
        if given.latin != family.latin and not _mistakable(namesakes, born_on.year, place.path):
            break
    namesakes.append((born_on.year, place.path))
    works = [work for work in occupations() if work.group == draft.occupation_group]
    odds = [work.women if draft.sex == "female" else work.men for work in works]
    work = rng.choices(works, odds)[0] if any(odds) else rng.choice(works)
    day_known = rng.random() < facts["birth_known"][country]
    return DemonstrationPerson(
        number=draft.number,
        country=country,
        path=place.path,
        province=place.province,
        district=place.district,
        pcode=place.pcode,
        given_name=given.latin,
        family_name=family.latin,
        given_name_native=given.native,
        family_name_native=family.native,
        name_language=given.language,
        sex=draft.sex,
        born_on=born_on if day_known else None,
        birth_year=born_on.year,
        marital_status=draft.marital_status,
        children=draft.children,
        education=draft.education,
        phone=_phone(rng, country, phones) if rng.random() < 0.88 else None,
        document_number=f"SYN-{country}-{draft.number:06d}" if rng.random() < 0.8 else None,
        destination=draft.destination,
        occupation=work.title,
        occupation_code=work.code,
        left_on=left_on,
        returned_on=returned_on,
        return_kind=facts["reason"]["kind"][draft.reason],
        return_reason=draft.reason,
        interviews=(),
    )


def _returned_on(rng: random.Random, draft: _Draft, on: date) -> date:
    home = figures()["months_since_return"]
    newest = on - NEWEST_RETURN
    if draft.reason == "pandemic":
        last = min(home["pandemic_until"] - timedelta(days=1), newest)
        if last > home["pandemic_from"]:
            return _day_between(rng, home["pandemic_from"], last)
    fewest, most = (int(months) for months in draft.months_home.split("-"))
    earliest, latest = (on - timedelta(days=round(months * DAYS_A_MONTH)) for months in (most + 1, fewest))
    return _day_between(rng, earliest, min(latest, newest))


def _day_between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def _born_on(rng: random.Random, age: int, returned_on: date) -> date:
    """A birthday that makes somebody ``age`` full years on the day of return."""
    latest = _years_before(returned_on, age)
    return _day_between(rng, _years_before(returned_on, age + 1) + timedelta(days=1), latest)


def _left_on(rng: random.Random, country: str, born_on: date, returned_on: date) -> date:
    """Never before the eighteenth birthday; at least six months abroad, as the survey asks."""
    abroad = figures()["months_abroad"]
    drawn = abroad["median"][region_of(country)] * rng.lognormvariate(0, 0.75)
    months = min(max(drawn, abroad["least"] + 1), abroad["most"])
    return max(returned_on - timedelta(days=round(months * DAYS_A_MONTH)), _years_after(born_on, ADULT))


def _years_before(day: date, years: int) -> date:
    return _years_after(day, -years)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _name(rng: random.Random, draft: _Draft, known: Mapping[tuple[str, str], list[Name]]) -> tuple[Name, Name]:
    """The sex is there first; the name is picked from that list, never the other way round."""
    letter = draft.sex[0]
    given = rng.choice(known[draft.country, f"forename_{letter}"])
    surnames = known[draft.country, "surname"] + known.get((draft.country, f"surname_{letter}"), [])
    return given, rng.choice([name for name in surnames if name.family == given.family])


def _mistakable(namesakes: Sequence[tuple[int, str]], year: int, path: str) -> bool:
    """Namesakes there are, as in life, but far enough apart for a list to tell who is who."""
    return any(abs(year - other) < NAMESAKES_APART or path == elsewhere for other, elsewhere in namesakes)


def _phone(rng: random.Random, country: str, taken: set[str]) -> str | None:
    """A number nobody has; None once a very large population has used up those of a small country."""
    prefix, length = DIGITS[country]
    for _ in range(200):
        phone = f"+{prefix}1000{rng.randrange(10 ** (length - 4)):0{length - 4}d}"
        if phone not in taken:
            taken.add(phone)
            return phone
    return None


def current_migrants(seed: int, count: int, on: date) -> list[DemonstrationPerson]:
    """Return ``count`` people from South Asia who came back, and went abroad again: the survey's current migrants.

    Everybody is interviewed once, of the time they were back.  Like `people` they do not exist.
    """
    facts = figures()
    share = {country: facts["people"]["share"][country] for country in facts["region"]["south_asia"]}
    drafts = [
        _Draft(ABROAD_NUMBERS + number, country)
        for number, country in enumerate(dealt(chance(seed, "abroad"), share, count), 1)
    ]
    _deal(chance(seed, "abroad, dealt"), drafts)
    persons = _named(chance(seed, "abroad, named"), drafts, on)
    rng = chance(seed, "abroad, interviewed")
    in_debt = _indebted(rng, persons)
    lot = dict(zip((person.number for person in persons), lots(len(persons), rng), strict=True))
    level = facts["score"]["abroad"]
    hidden = {
        person.number: shifted(_standing(person, in_debt[person.number], lot[person.number]), level)
        for person in persons
    }
    told = _told(chance(seed, "abroad, told"), persons, hidden)
    found = []
    for person in told:
        home = (on - person.returned_on).days
        talk_on = person.returned_on + timedelta(days=rng.randint(home // 2, home))
        away_on = person.returned_on + timedelta(days=rng.randint(home // 4, max(home // 2 - 1, home // 4)))
        given = about_the_talk(person.country, person.name_language, rng)
        given |= answers(hidden[person.number], gain=0.0, refused=facts["model"]["refused"], rng=rng)
        found.append(replace(person, interviews=(Interview(talk_on, given),), abroad_again_on=away_on))
    return found


def _interviewed(seed: int, persons: list[DemonstrationPerson], on: date) -> list[DemonstrationPerson]:
    facts, rng = figures(), chance(seed, "interviewed")
    possible = [person for person in persons if (on - person.returned_on).days >= 60]
    wanted = min(round(facts["interview"]["share"] * len(persons)), len(possible))
    chosen = rng.sample(possible, wanted)
    in_debt = _indebted(rng, chosen)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for person in chosen:
        alike[region_of(person.country), person.sex].append(person.number)
    lot: dict[int, Lot] = {}
    for _, numbers in sorted(alike.items()):
        lot |= zip(numbers, lots(len(numbers), rng), strict=True)
    hidden = {person.number: _standing(person, in_debt[person.number], lot[person.number]) for person in chosen}
    return [
        _with_interviews(rng, person, on, hidden[person.number]) if person.number in hidden else person
        for person in _told(chance(seed, "told"), persons, hidden)
    ]


def _indebted(rng: random.Random, persons: Sequence[DemonstrationPerson]) -> dict[int, bool]:
    facts = figures()
    in_debt: dict[int, bool] = {}
    for country in facts["people"]["share"]:
        group = [person.number for person in persons if person.country == country]
        owing = facts["debt"]["indebted"].get(country, facts["debt"]["elsewhere"])
        cards = dealt(rng, {"yes": owing, "no": 1 - owing}, len(group))
        in_debt |= {number: card == "yes" for number, card in zip(group, cards, strict=True)}
    return in_debt


def _standing(person: DemonstrationPerson, in_debt: bool, lot: Lot) -> Standing:
    return standing(
        figures(),
        country=person.country,
        sex=person.sex,
        education=person.education,
        age=full_years(date(person.birth_year, 7, 1), person.returned_on),
        has_children=person.children > 0,
        in_debt=in_debt,
        lot=lot,
    )


def _told(
    rng: random.Random, persons: Sequence[DemonstrationPerson], hidden: Mapping[int, Standing]
) -> list[DemonstrationPerson]:
    """Let everybody say why they came back, what they learned abroad and which help they want.

    What was learned leans on how somebody stands, as Table 4 has it; who was not interviewed leans on nothing.
    """
    facts, count = figures(), len(persons)
    learned = dict(zip(_by_standing(rng, persons, hidden), _learned(rng, facts["learned"], count), strict=True))
    wanted = dealt(rng, facts["wanted"]["share"], count)
    said = []
    for person, help_ in zip(persons, wanted, strict=True):
        reasons = [facts["reason"]["code"][person.return_reason]]
        if rng.random() < facts["reason"]["second"]:
            others = [one for one in facts["reason"]["beside"] if one not in reasons]
            reasons.append(rng.choice(others))
        said.append(replace(person, reasons=tuple(reasons), learned=learned[person.number], wanted=(help_,)))
    return said


def _by_standing(
    rng: random.Random, persons: Sequence[DemonstrationPerson], hidden: Mapping[int, Standing]
) -> list[int]:
    """Return everybody's number from who stands worst to who stands best, with much left to chance."""
    scatter = figures()["learned"]["scatter"]

    def place(person: DemonstrationPerson) -> float:
        held = hidden.get(person.number)
        offset = 0.0 if held is None else sum(held.offsets.values()) / len(held.offsets)
        return offset + rng.gauss(0, scatter)

    return [person.number for _, person in sorted(((place(person), person) for person in persons), key=lambda p: p[0])]


def _learned(rng: random.Random, facts: Mapping[str, Any], count: int) -> list[tuple[str, ...]]:
    """Return what is learned from the worst place to the best: nothing first; then languages lie a little lower."""
    given = apportioned(facts["share"], count)
    rest: list[tuple[str, ...]] = []
    for code in ("language", "livelihood", "education"):
        rest += [(code,)] * given[code]
    rest += [("livelihood", "language")] * given["livelihood_and_language"]
    order = {"language": 0.0, "livelihood": 1.0, "education": 1.0}
    rest.sort(key=lambda codes: order[codes[0]] + rng.gauss(0, facts["mixed"]))
    return [("none",)] * given["none"] + rest


def _with_interviews(
    rng: random.Random, person: DemonstrationPerson, on: date, hidden: Standing
) -> DemonstrationPerson:
    facts, model = figures(), figures()["model"]
    first_on = person.returned_on + timedelta(days=rng.randint(30, min(540, (on - person.returned_on).days)))
    again_on = first_on + timedelta(days=rng.randint(150, 420))
    twice = rng.random() < facts["interview"]["twice"] and again_on <= on
    held = [(first_on, 0.0)] + [(again_on, rng.gauss(model["second_interview"], 0.05))] * twice
    talk = about_the_talk(person.country, person.name_language, rng)
    return replace(
        person,
        interviews=tuple(
            Interview(day, talk | answers(hidden, gain=gain, refused=model["refused"], rng=rng)) for day, gain in held
        ),
    )
