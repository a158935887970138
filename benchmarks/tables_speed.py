"""How long a page of tables takes with 100,000 and 1,000,000 scored talks, how long the version for sharing takes, and
how long an office is counted.

    python -m benchmarks.tables_speed [--talks 100000 --talks 1000000] [--counted 5000]

Makes a deployment of its own in a temporary folder.  For the pages, columns of made-up talks are sealed and kept as a
count keeps them, in ten offices, and each page is asked several times through the whole middleware; medians in
milliseconds.  For the count, people with a journey, what they say of it and a score are written to the register.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

OFFICES = 10
ROUNDS = 5
PAGES = {
    "Table 1, four scores": "?rows=group&score=all",
    "Table 3, screened": "?rows=education&score=composite&is_screened=on",
    "Table 4, several answers": "?rows=learned&score=composite",
    "schooling and sex": "?rows=education&columns=sex&score=composite",
    "district and age": "?rows=district&columns=age&score=composite",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--talks", type=int, action="append")
    asked.add_argument("--counted", type=int, default=5_000)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        from sankofa.project import hooks
        from sankofa.project.setup import steps

        hooks.fill()
        for _ in steps():
            pass
        for talks in told.talks or [100_000, 1_000_000]:
            measure_pages(talks)
        measure_count(told.counted)


def measure_pages(talks: int) -> None:
    from django.test import Client

    from sankofa.statistics import permissions, queries
    from sankofa.statistics.models import Count
    from sankofa.statistics.rules import columns, earlier, sharing, tables
    from sankofa.statistics.rules.asking import Question
    from tests import builders

    body = builders.organisation()
    held = [builders.office(body) for _ in range(OFFICES)]
    scheme = queries.default_scheme()
    for number, office in enumerate(held):
        made = columns.packed(_made_up(talks // OFFICES, number, str(office.pk), scheme))
        Count.objects.create(office=office, counted_at=datetime.now(UTC), talks=talks // OFFICES, columns=made)
    user = builders.user(
        held[0],
        may=[permissions.VIEW, permissions.TAKE, permissions.SHARE, permissions.COUNT],
        scope="organisation",
    )
    client = Client()
    client.force_login(user)
    print(f"{talks} talks in {OFFICES} offices; medians of {ROUNDS} calls, ms")
    for name, address in PAGES.items():
        print(f"  {name:28} {_median(lambda address=address: client.get(f'/tables/{address}')):8.0f}")
    known = queries.known(user.as_actor(), on=date.today())  # noqa: DTZ011
    question = Question(rows="education", columns="sex")

    def share() -> Any:
        sample = tables.sample(known.columns, question, scheme=scheme)
        done = sharing.shared(tables.counted_of(sample, question), sample, sharing.Policy())
        return earlier.members(done, sample, "1")

    before = share()
    print(f"  {'version for sharing':28} {_median(share):8.0f}")
    against = _median(lambda: earlier.about_earlier(before, [before], sharing.Policy()))
    print(f"  {'held against an earlier one':28} {against:8.0f}")


def measure_count(people: int) -> None:
    from sankofa.accounts.action import system
    from sankofa.returnees.models import Journey, Passage, Person
    from sankofa.statistics import actions, queries
    from sankofa.surveys.models import Submission
    from sankofa.sustainability.models import Score
    from tests import builders

    office, day, at = builders.office(), date(2026, 11, 1), datetime(2026, 11, 2, tzinfo=UTC)
    made = [
        Person(office=office, given_name="Rahima", family_name="Khatun", case_number=f"B-{number}", sex="female")
        for number in range(people)
    ]
    Person.objects.bulk_create(made, batch_size=1_000)
    journeys = [
        Journey(
            person=one,
            left_on=day - timedelta(days=1_500),
            left_precision="day",
            returned_on=day - timedelta(days=500),
            returned_precision="day",
        )
        for one in made
    ]
    Journey.objects.bulk_create(journeys, batch_size=1_000)
    Passage.objects.bulk_create(
        [
            Passage(person=one.person, journey=one, reasons_return="family", skills_learned="language")
            for one in journeys
        ],
        batch_size=1_000,
    )
    talks = [
        Submission(person=one, instrument="reintegration_score", version="1", instance_id=one.pk, answered_on=day)
        for one in made
    ]
    Submission.objects.bulk_create(talks, batch_size=1_000)
    figures = {"economic": "0.5", "social": "0.6", "psychosocial": "0.7", "composite": "0.6"}
    Score.objects.bulk_create(
        [
            Score(
                submission=talk,
                person=talk.person,
                answered_on=day,
                scheme=queries.default_scheme(),
                scheme_digest="0" * 64,
                questions_answered=20,
                questions_asked=29,
                **figures,
            )
            for talk in talks
        ],
        batch_size=1_000,
    )
    began = time.perf_counter()
    actions.count_office(office=office, by=system("benchmark", on=at.date()), at=at)
    spent = time.perf_counter() - began
    print(
        f"an office of {people} people with sealed answers is counted in {spent:.1f} s ({people / spent:.0f} a second)"
    )


def _districts() -> tuple[str, ...]:
    from sankofa.places import queries as places

    return tuple(place.path for place in places.places_within("BD", level=2)[:20])


def _median(call: Callable[[], Any]) -> float:
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = call()
        spent.append((time.perf_counter() - began) * 1000)
        assert getattr(answer, "status_code", 200) == 200
    return statistics.median(spent)


def _made_up(count: int, seed: int, office: str, scheme: str) -> Any:
    import numpy as np

    from sankofa.statistics.rules.columns import Columns

    chance = np.random.default_rng(seed)
    scores = {
        name: np.clip(chance.normal(6000, 1100, count), 0, 10_000).astype(np.int16)
        for name in ("economic", "social", "psychosocial", "composite")
    }
    return Columns(
        keys=chance.integers(0, 2**63, count).astype(np.uint64),
        people=chance.integers(0, 2**63, count).astype(np.uint64),
        talk_on=chance.integers(738_900, 739_900, count).astype(np.int32),
        turn=np.ones(count, dtype=np.int16),
        is_latest=np.ones(count, dtype=np.bool_),
        group=(chance.random(count) < 0.17).astype(np.int8),
        sex=(chance.random(count) < 0.85).astype(np.int8),
        education=chance.choice(8, count, p=[0.03, 0.1, 0.4, 0.11, 0.17, 0.13, 0.05, 0.01]).astype(np.int8),
        return_kind=chance.integers(0, 5, count).astype(np.int8),
        learned=(1 << chance.integers(0, 4, count)).astype(np.int32),
        reasons=(1 << chance.integers(0, 13, count)).astype(np.int32),
        wanted=(1 << chance.integers(0, 5, count)).astype(np.int32),
        age=chance.integers(18, 66, count).astype(np.int16),
        abroad=chance.integers(1, 200, count).astype(np.int16),
        home=chance.integers(0, 70, count).astype(np.int16),
        district=chance.integers(0, 20, count).astype(np.int32),
        destination=chance.integers(0, 3, count).astype(np.int32),
        office=np.zeros(count, dtype=np.int32),
        scheme=np.zeros(count, dtype=np.int32),
        names={
            "district": _districts(),
            "destination": ("MY", "OM", "SA"),
            "office": (office,),
            "scheme": (scheme,),
        },
        **scores,
    )


if __name__ == "__main__":
    main()
