"""How well the same person is found twice: precision, recall and F1, and how long looking for candidates takes.

    python benchmarks/linkage.py                      names of the twelve countries, under the error model below
    python benchmarks/linkage.py --estimate           m and u of every finding, counted on the same records
    python benchmarks/linkage.py --sets ../shared/data/record-linkage       FEBRL 1 and 2, and fake_1000
    python benchmarks/linkage.py --candidates 100000  how long looking up one arrival takes, on a database of its own

The error model: a second record of somebody is written by another clerk, in another year, from what the person says.
`ERRORS` says how often each thing happens to it.  Beside them stand people who are easily taken for one another: for
every twentieth a brother or sister on the same phone, for every hundredth a twin.

A pair is compared where two records share a key under which the register finds people, and at most `HOLDERS_MAX`
records have it; what no key brings together counts as missed.
"""

import argparse
import csv
import json
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from sankofa.project.demonstration.population import people
from sankofa.returnees.rules import likeness, names, sameness
from sankofa.returnees.rules.likeness import Band, Described
from sankofa.returnees.rules.terms import NOT_KNOWN, JourneyTerms, PartialDay, PersonTerms, Precision, Sex

HOLDERS_MAX = 40
CITY_WRITTEN_MIN, CITY_CLOSE = 5, 0.8
"""A city of fake_1000 is one that so many records write alike; another spelling is the closest, if it is that close."""
ON = date(2026, 11, 22)
ERRORS = {
    "another_spelling": 0.30, "one_letter_wrong": 0.08, "names_turned": 0.10, "a_name_left_out": 0.08,
    "own_script_alone": 0.08, "title_or_common_name_added": 0.10,
    "born_year_alone": 0.20, "born_by_age": 0.15, "born_turned": 0.02, "born_slip": 0.03, "born_left_out": 0.05,
    "another_phone": 0.15, "no_phone": 0.15, "no_paper": 0.38, "paper_mistyped": 0.02,
    "no_sex": 0.03, "no_district": 0.05, "another_district": 0.05, "return_year_alone": 0.30, "no_return": 0.10,
}  # fmt: skip
SPELLED = (("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "oo"), ("a", "e"), ("e", "a"), ("k", "q"), ("z", "j"),
           ("ou", "u"), ("h", ""), ("y", "i"), ("ss", "s"), ("s", "ss"), ("m", "mm"), ("é", "e"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, whose it is, what it is compared by, and the keys under which it is found."""

    whose: str
    described: Described
    keys: frozenset[str]


def entry(whose: str, said: PersonTerms) -> Entry:
    """Return a record as the register compares it."""
    facts = sameness.features(said)
    keys = {key for key in names.keys_of_name(said.name_latin, said.native_name) if key.startswith("b")}
    described = Described(
        latin=said.name_latin,
        native=said.native_name,
        sex=said.sex,
        born=said.born,
        phones=frozenset({facts.phone} - {""}),
        papers=frozenset({facts.document} - {""}),
        paper_kinds=frozenset({said.document_kind} - {""}),
        place=said.place,
        countries=frozenset({said.journey.destination} - {""}),
        returns=(said.journey.returned,) if said.journey.returned.is_known else (),
    )
    return Entry(whose, described, frozenset(keys | set(sameness.strong_keys(facts)) | set(sameness.day_keys(said))))


def sharing(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield the pairs that share a key which not too many have."""
    held: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(entries):
        for key in one.keys:
            held[key].append(place)
    pairs = {pair for places in held.values() if len(places) <= HOLDERS_MAX for pair in combinations(places, 2)}
    for first, second in sorted(pairs):
        yield entries[first], entries[second]


def measure(title: str, entries: Sequence[Entry]) -> None:
    """Print precision, recall and F1 at both bounds."""
    sizes = Counter(one.whose for one in entries)
    true = sum(count * (count - 1) // 2 for count in sizes.values())
    weighed: list[tuple[likeness.Likeness, bool]] = [
        (likeness.likeness(one.described, other.described), one.whose == other.whose) for one, other in sharing(entries)
    ]
    found = {"maybe": {Band.MAYBE, Band.SURELY}, "surely": {Band.SURELY}}
    for bound, bands in found.items():
        right = sum(is_true for one, is_true in weighed if one.band in bands)
        said = sum(one.band in bands for one, _ in weighed)
        _tell(title, bound, entries, true, len(weighed), said, right)


def _tell(title: str, bound: str, entries: Sequence[Entry], true: int, compared: int, said: int, right: int) -> None:
    precision, recall = right / said if said else 0.0, right / true if true else 0.0
    both = precision + recall
    told = {
        "set": title, "records": len(entries), "true_pairs": true, "compared": compared, "from_band": bound,
        "asked": said, "right": right, "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
    }  # fmt: skip
    print(json.dumps(told))


def twelve_countries(count: int, seed: int) -> list[PersonTerms]:
    """Return the people of the demonstration as the register knows them."""
    return [
        PersonTerms(
            given_name=one.given_name,
            family_name=one.family_name,
            native_name=f"{one.given_name_native} {one.family_name_native}".strip(),
            sex=Sex(one.sex),
            born=PartialDay(one.born_on, Precision.DAY)
            if one.born_on
            else PartialDay(date(one.birth_year, 1, 1), Precision.ESTIMATED),
            phone=one.phone or "",
            document_kind="identity" if one.document_number else "",
            document_number=one.document_number or "",
            place=one.path,
            journey=JourneyTerms(destination=one.destination, returned=PartialDay(one.returned_on, Precision.DAY)),
        )
        for one in people(seed, count, ON)
    ]


def generated(count: int, seed: int) -> list[Entry]:
    """Return records of people, a second record for every third, and those easily taken for one another."""
    rng = random.Random(seed)
    made = []
    for number, said in enumerate(twelve_countries(count, seed)):
        # Half the people give their own script on the first list too; Latin letters alone are what most lists hold.
        made.append(entry(f"{number}", said if rng.random() < 0.5 else replace(said, native_name="")))
        if number % 3 == 0:
            made.append(entry(f"{number}", written_again(said, rng)))
        if number % 20 == 1:
            made.append(entry(f"{number} sibling", _sibling(said, rng, years=rng.choice((-6, -4, -3, 3, 5)))))
        if number % 100 == 2:
            made.append(entry(f"{number} twin", _sibling(said, rng, years=0)))
    return made


def _sibling(said: PersonTerms, rng: random.Random, *, years: int) -> PersonTerms:
    born = said.born.day
    return replace(
        said,
        given_name=said.given_name[::-1].title() if rng.random() < 0.5 else "Salma",
        native_name="",
        document_number="",
        document_kind="",
        born=PartialDay(born + timedelta(days=365 * years), said.born.precision) if born else NOT_KNOWN,
        journey=replace(said.journey, returned=NOT_KNOWN),
    )


def written_again(said: PersonTerms, rng: random.Random) -> PersonTerms:
    """Return the same person as another clerk writes them down."""
    happens = {error for error, often in ERRORS.items() if rng.random() < often}
    given, family, native = said.given_name, said.family_name, ""
    if "another_spelling" in happens:
        given, family = _spelled(given, rng), _spelled(family, rng)
    if "one_letter_wrong" in happens:
        given = _mistyped(given, rng)
    if "title_or_common_name_added" in happens:
        given, family = (f"Md. {given}", family) if said.sex is Sex.MALE else (given, f"{family} Begum".strip())
    if "a_name_left_out" in happens and family:
        family = ""
    if "names_turned" in happens and family:
        given, family = family, given
    if "own_script_alone" in happens and said.native_name:
        given, family, native = "", "", said.native_name
    return replace(
        said,
        given_name=given,
        family_name=family,
        native_name=native,
        born=_born_again(said.born, happens, rng),
        sex=Sex.UNKNOWN if "no_sex" in happens else said.sex,
        phone=_phone_again(said.phone, happens, rng),
        document_number="" if "no_paper" in happens else _paper_again(said.document_number, happens, rng),
        document_kind="" if "no_paper" in happens or not said.document_number else said.document_kind,
        place="" if "no_district" in happens else "BD.99.99" if "another_district" in happens else said.place,
        journey=replace(said.journey, returned=_returned_again(said.journey.returned, happens)),
    )


def _spelled(name: str, rng: random.Random) -> str:
    fitting = [(old, new) for old, new in SPELLED if old in name[1:].lower()]
    if not fitting:
        return name
    old, new = rng.choice(fitting)
    return name[:1] + name[1:].replace(old, new, 1)


def _mistyped(name: str, rng: random.Random) -> str:
    if len(name) < 4:
        return name
    place = rng.randrange(1, len(name) - 1)
    return rng.choice(
        (name[:place] + name[place + 1 :], name[:place] + name[place + 1] + name[place] + name[place + 2 :])
    )


def _born_again(born: PartialDay, happens: set[str], rng: random.Random) -> PartialDay:
    if born.day is None or "born_left_out" in happens:
        return NOT_KNOWN
    year = born.day.year
    if "born_by_age" in happens:
        return PartialDay(date(year + rng.choice((-2, -1, 0, 0, 1, 2)), 1, 1), Precision.ESTIMATED)
    if "born_year_alone" in happens:
        return PartialDay(date(year, 1, 1), Precision.YEAR)
    if "born_turned" in happens and born.day.day <= 12:
        return PartialDay(date(year, born.day.day, born.day.month), born.precision)
    if "born_slip" in happens:
        return PartialDay(born.day.replace(day=born.day.day % 9 + 1), born.precision)
    return born


def _phone_again(phone: str, happens: set[str], rng: random.Random) -> str:
    if "no_phone" in happens:
        return ""
    return f"+0{rng.randrange(10**9, 10**10)}" if "another_phone" in happens else phone


def _paper_again(paper: str, happens: set[str], rng: random.Random) -> str:
    return _mistyped(paper, rng) if "paper_mistyped" in happens else paper


def _returned_again(returned: PartialDay, happens: set[str]) -> PartialDay:
    if "no_return" in happens or returned.day is None:
        return NOT_KNOWN
    if "return_year_alone" in happens:
        return PartialDay(date(returned.day.year, 1, 1), Precision.YEAR)
    return returned


def estimate(entries: Sequence[Entry], seed: int) -> None:
    """Print how often each finding is made of one person's two records (m) and of two people's (u)."""
    rng = random.Random(seed)
    by_person: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        by_person[one.whose].append(one)
    same = [pair for held in by_person.values() for pair in combinations(held, 2)]
    drawn = ((rng.choice(entries), rng.choice(entries)) for _ in range(20_000))
    apart = [pair for pair in drawn if pair[0].whose != pair[1].whose]
    m, u = _shares(same), _shares(apart)
    for code, weight in sorted(likeness.weights().items()):
        print(json.dumps({"code": code, "m": m.get(code, 0), "u": u.get(code, 0), "weight_now": weight}))


def _shares(pairs: Iterable[Sequence[Entry]]) -> dict[str, float]:
    """Return the share of each finding among the findings of the same comparison."""
    seen: Counter[str] = Counter()
    for one, other in pairs:
        seen.update(likeness.likeness(one.described, other.described).codes)
    whole: Counter[str] = Counter()
    for code, count in seen.items():
        whole[code.split("_")[0]] += count
    return {code: round(count / whole[code.split("_")[0]], 5) for code, count in seen.items()}


def sets(folder: Path) -> Iterator[tuple[str, list[Entry]]]:
    """Yield the public sets: FEBRL 1 and 2, and fake_1000, as the register would hold them."""
    for name in ("febrl_dataset1", "febrl_dataset2"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file, skipinitialspace=True))
        yield name, [entry(row["rec_id"].split("-")[1], _febrl(row)) for row in rows]
    with (folder / "fake_1000.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    often = Counter(row["city"] for row in rows)
    cities = sorted(city for city, count in often.items() if city and count >= CITY_WRITTEN_MIN)
    yield "fake_1000", [entry(row["cluster"], _fake(row, cities)) for row in rows]


def _febrl(row: dict[str, str]) -> PersonTerms:
    return PersonTerms(
        given_name=row["given_name"],
        family_name=row["surname"],
        born=_day(row["date_of_birth"]),
        document_kind="number",
        document_number=row["soc_sec_id"],
        place=f"AU.{row['state']}.{row['postcode']}" if row["state"] and row["postcode"] else "",
    )


def _fake(row: dict[str, str], cities: Sequence[str]) -> PersonTerms:
    # The address of a mailbox stands where the register has the number of a paper, but of no kind: who has two
    # mailboxes contradicts nobody.  The city stands where it has the district, which is always one of a list: what is
    # misspelt is matched when it comes in, or goes back until somebody says which is meant.
    city = max(cities, key=lambda known: JaroWinkler.similarity(row["city"], known))
    known = city if JaroWinkler.similarity(row["city"], city) >= CITY_CLOSE else ""
    return PersonTerms(
        given_name=row["first_name"],
        family_name=row["surname"],
        born=_day(row["dob"].replace("-", "")),
        document_number=row["email"],
        place=f"GB.{known}.{known}" if known else "",
    )


def _day(written: str) -> PartialDay:
    try:
        return PartialDay(date.fromisoformat(written), Precision.DAY)
    except ValueError:
        return NOT_KNOWN


def candidates(count: int, seed: int) -> None:
    """Print how long it takes to look up and keep the candidates of one arrival among many."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from sankofa.project import hooks

        hooks.fill()
        from sankofa.accounts import actions as accounts
        from sankofa.accounts.action import system
        from sankofa.accounts.models import Office
        from sankofa.kernel import clock
        from sankofa.project.setup import steps
        from sankofa.returnees import actions
        from sankofa.returnees.candidates import note_candidates
        from sankofa.returnees.models import PossibleSame

        for _ in steps():
            pass
        now = clock.now()
        by = system("benchmark", on=now.date())
        accounts.found_organisation(name="Agency", kind="agency", offices={"Sylhet": ("BD.60.91", "Asia/Dhaka")})
        office = Office.objects.get()
        rng = random.Random(seed)
        base = twelve_countries(2_000, seed)
        begun = time.perf_counter()
        for first in range(0, count, 500):
            rows = [(f"{first + at}", _one_of(base, rng)) for at in range(min(500, count - first))]
            actions.register_many(office=office, rows=rows, by=by, at=now)
        rows_per_second = round(count / (time.perf_counter() - begun))
        taken = []
        for number in range(200):
            said = written_again(rng.choice(base), rng)
            # On this database there is one district, and everybody has a first name.
            said = replace(said, given_name=said.given_name or said.native_name, place="BD.30.26" if said.place else "")
            (person,) = actions.register_many(office=office, rows=[(f"a{number}", said)], by=by, at=now).people
            start = time.perf_counter()
            note_candidates([person], at=now)
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        told = {f"p{share}_ms": round(taken[len(taken) * share // 100], 1) for share in (50, 95, 99)}
        pairs = PossibleSame.objects.count()
        print(json.dumps({"people": count, "registered_per_second": rows_per_second, "pairs_kept": pairs, **told}))


def _one_of(base: Sequence[PersonTerms], rng: random.Random) -> PersonTerms:
    """Return somebody with the name of one of the base and facts of their own: names repeat, people do not."""
    one, other = rng.choice(base), rng.choice(base)
    return replace(
        one,
        family_name=other.family_name,
        native_name="",
        phone=f"+880{rng.randrange(10**9, 10**10)}",
        document_kind="",
        document_number="",
        place="BD.30.26" if one.place else "",
        born=PartialDay(date(rng.randrange(1950, 2006), rng.randrange(1, 13), rng.randrange(1, 29)), Precision.DAY),
        journey=replace(one.journey, returned=PartialDay(date(rng.randrange(2015, 2026), 1, 1), Precision.YEAR)),
    )


def main() -> None:
    """Run what was asked for and print a line of JSON for each result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--estimate", action="store_true")
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--candidates", type=int)
    chosen = parser.parse_args()
    if chosen.sets:
        for title, entries in sets(chosen.sets):
            measure(title, entries)
    elif chosen.candidates:
        candidates(chosen.candidates, chosen.seed)
    elif chosen.estimate:
        estimate(generated(chosen.people, chosen.seed), chosen.seed)
    else:
        measure("names of the twelve countries", generated(chosen.people, chosen.seed))


if __name__ == "__main__":
    main()
