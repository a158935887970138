"""How long My day, My cases and the pages of a case and its person take, with so many cases in the register.

    python -m benchmarks.desks [--cases 100000] [--calls 100] [--home FOLDER]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name an empty database of PostgreSQL), or in
the folder that is named, which is kept: the next call with it makes no cases, and measures those that are there.  Ten
caseworkers in each office look after two hundred people each, the most that somebody's list shows.  People come in by
the action of an import; their cases, plans, deliveries, debts and filled forms are put into the tables in bulk, sealed
as in life: half of the cases have a plan that was agreed, a third of those something delivered.  One case has a history
of fifty entries of each kind.

Pages are asked through the whole middleware, in one process, each time of another case and by the caseworker whose it
is; what a process loads once is loaded before.  Prints the median, the 95th of a hundred calls (goal: 150 ms for both
pages at 100,000 cases), the size of the page, and how many questions it asked: as many for the long history as for
others.  Times hold for the machine on which they were taken, and only where nothing else runs on it; "at work" is what
the processor did for a page, which others on the machine disturb less.  The number of questions holds everywhere.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

OF_ONE = 200
"""So many people a caseworker looks after."""
OF_OFFICE = 10
CHUNK = 500
LONG = 50
MADE = "cases-are-made"


def main() -> None:
    """Run the benchmark and print what it found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--calls", type=int, default=100)
    asked.add_argument("--home", type=Path, help="keep the deployment here")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        home = (told.home or Path(passing)).resolve()
        os.environ["SANKOFA_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        if not (home / MADE).exists():
            home.mkdir(parents=True, exist_ok=True)
            prepare_home(home, demonstration=True)
        import django

        django.setup()
        measure(home, told.cases, told.calls)


def measure(home: Path, count: int, calls: int) -> None:
    """Make the cases, where they are not made yet, and ask the pages."""
    from django.conf import settings
    from django.urls import reverse

    import sankofa.project.wsgi  # noqa: F401  as a server begins
    from sankofa.accounts.models import User
    from sankofa.cases.models import Case
    from sankofa.project import hooks
    from sankofa.project.setup import steps

    settings.ALLOWED_HOSTS = ["testserver"]
    hooks.fill()
    for _ in steps():
        pass
    began = time.perf_counter()
    made = home / MADE
    if not made.exists():
        long = _fill(count)
        made.write_text(str(long.pk), encoding="utf-8")
        print(f"made in {time.perf_counter() - began:.0f} s")
    long = Case.objects.select_related("person__owner").get(pk=made.read_text(encoding="utf-8"))
    workers = list(User.objects.filter(email__startswith="bench").select_related("office"))
    print(f"{Case.objects.count():,} cases of {len(workers):,} caseworkers")
    chance = random.Random(7)
    found = _some(list(Case.objects.values_list("pk", flat=True)), calls, chance)
    _ask("page of a case", [(one.person.owner, reverse("cases:case", args=[one.pk])) for one in found])
    _ask("page of a case with a long history", [(long.person.owner, reverse("cases:case", args=[long.pk]))] * 20)
    people = [(one.person.owner, reverse("returnees:person", args=[one.person_id])) for one in found]
    _ask("page of a person with a case", people)
    their = (long.person.owner, reverse("returnees:person", args=[long.person_id]))
    _ask("page of one with a long history", [their] * 20)
    _ask("My cases", [(worker, reverse("cases:mine")) for worker in chance.choices(workers, k=min(calls, 20))])
    _ask("My day", [(worker, "/") for worker in chance.choices(workers, k=calls)])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def _fill(count: int) -> Any:
    """Make so many cases, and give back the one with the long history."""
    from sankofa.cases.models import Case
    from sankofa.store.upkeep import count_rows

    for number, worker in enumerate(_workers(max(1, count // OF_ONE))):
        _people_of(worker, min(OF_ONE, count - number * OF_ONE), number)
    long = Case.objects.select_related("person__owner").order_by("pk")[Case.objects.count() // 2]
    _long_history(long)
    count_rows()
    return long


def _ask(name: str, asked: "Sequence[tuple[Any, str]]") -> None:
    """Ask pages one after the other and print how long each took, and how often it asked the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    clients: dict[Any, Client] = {}
    for worker, _address in asked:
        if worker.pk not in clients:
            clients[worker.pk] = Client()
            clients[worker.pk].force_login(worker)
            assert clients[worker.pk].get("/more/").status_code == 200
    clients[asked[0][0].pk].get(asked[0][1])
    times, worked, size = [], [], 0
    for worker, address in asked:
        began, busy = time.perf_counter(), time.process_time()
        answer = clients[worker.pk].get(address)
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
        size = max(size, len(answer.content))
    questions = []
    for worker, address in asked[:10]:
        with CaptureQueriesContext(connection) as held:
            clients[worker.pk].get(address)
        questions.append(len(held))
    times.sort()
    worked.sort()
    p95 = len(times) * 95 // 100 - 1
    print(
        f"  {name:<36} median {statistics.median(times):6.1f} ms, p95 {times[p95]:6.1f} ms; "
        f"at work median {statistics.median(worked):6.1f} ms, p95 {worked[p95]:6.1f} ms; "
        f"{min(questions)} to {max(questions)} questions; {size / 1024:.0f} KB"
    )


def _workers(count: int) -> "Iterator[Any]":
    """Enter caseworkers, ten in each office."""
    from sankofa.accounts import actions as accounts
    from sankofa.accounts import queries as offices
    from sankofa.accounts.action import system
    from sankofa.accounts.models import User
    from sankofa.kernel import clock

    now = clock.now()
    names = {f"Office {number}": ("BD.60.91", "Asia/Dhaka") for number in range(1 + (count - 1) // OF_OFFICE)}
    accounts.found_organisation(name="Benchmark", kind="agency", offices=names)
    for number in range(count):
        office = offices.office_named(f"Office {number // OF_OFFICE}")
        email = f"bench{number}@example.org"
        accounts.enter_user(
            office=office,
            email=email,
            name=f"Bench Mark {number}",
            password="go back and fetch it",
            language="en",
            roles={"caseworker": ("office", str(office.pk))},
            from_on=now.date(),
            by=system("benchmark", on=now.date()),
            at=now,
        )
        yield User.objects.select_related("office").get(email=email)


def _people_of(worker: Any, count: int, number: int) -> None:
    """Register the people of one caseworker, and put their cases and all that hangs on them into the tables."""
    from sankofa.cases.models import Case, Delivery, Plan
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.project.demonstration import population
    from sankofa.returnees import actions
    from sankofa.returnees.models import Person
    from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, ReturnKind, Sex

    today, chance = clock.today("Asia/Dhaka"), random.Random(number)
    rows = [
        (
            f"bench/{number}/{place}",
            PersonTerms(
                given_name=one.given_name,
                family_name=one.family_name,
                sex=Sex(one.sex),
                born=PartialDay(one.born_on, Precision.DAY) if one.born_on else PartialDay(None, Precision.UNKNOWN),
                is_synthetic=True,
                journey=JourneyTerms(
                    destination=one.destination,
                    returned=PartialDay(one.returned_on, Precision.DAY),
                    return_kind=ReturnKind(one.return_kind),
                ),
            ),
        )
        for place, one in enumerate(population.people(number + 1, count, today))
    ]
    made = actions.register_many(office=worker.office, rows=rows, by=worker.as_actor(), at=clock.now()).people
    Person.objects.filter(pk__in=[one.pk for one in made]).update(owner=worker)
    cases, plans, done = [], [], []
    for person in made:
        opened_on = today - timedelta(days=chance.randrange(400))
        talked = chance.random() < 0.8
        case = Case(
            person=person,
            opened_on=opened_on,
            opened_by=worker,
            **({"talk_on": opened_on, "talk": "taken", "talk_by": worker} if talked else {}),
        )
        cases.append(case)
        if chance.random() < 0.5:
            plan = _plan(case, worker, opened_on + timedelta(days=14))
            plans.append(plan)
            if chance.random() < 0.33:
                key = plan.to_terms().activities[0].key
                done.append(Delivery(case=case, activity=key, done_on=opened_on, noted_by=worker, id=uuid7()))
    Case.objects.bulk_create(cases, batch_size=CHUNK)
    Plan.objects.bulk_create(plans, batch_size=CHUNK)
    Delivery.objects.bulk_create(done, batch_size=CHUNK)
    _told_by([case.person for case in cases], worker, today, chance)


def _plan(case: Any, worker: Any, agreed_on: date) -> Any:
    from sankofa.cases.models import Plan
    from sankofa.cases.rules.plans import Activity, Content, stored
    from sankofa.kernel.identifiers import uuid7

    said = Content(
        ("A shop of my own", "My son back in school"),
        (
            Activity(uuid7(), "A course in keeping accounts", until_on=agreed_on + timedelta(days=60)),
            Activity(uuid7(), "Help with the papers of the shop", until_on=agreed_on + timedelta(days=30)),
        ),
    )
    return Plan(case=case, number=1, content=stored(said), written_by=worker, agreed_on=agreed_on, agreed_how="voice")


def _told_by(people: "Sequence[Any]", worker: Any, today: date, chance: random.Random, each: int = 1) -> None:
    """Put debts and filled forms of people into the tables."""
    from sankofa.debts.models import Debt
    from sankofa.kernel.identifiers import uuid7
    from sankofa.surveys.models import Submission

    debts, forms = [], []
    for person in people:
        for _ in range(each):
            day = today - timedelta(days=chance.randrange(400))
            told = {"lender": "relative", "form": "money", "purpose": "trip", "stage": "before"}
            told |= {"amount": {"minor": chance.randrange(10_000, 900_000), "currency": "BDT"}}
            debts.append(Debt(person=person, told_on=day, told=told, noted_by=worker))
            for form in ("needs_assessment", "programme_monitoring"):
                forms.append(
                    Submission(
                        person=person,
                        instrument=form,
                        version="1",
                        instance_id=uuid7(),
                        answers={},
                        answered_on=day,
                        recorded_by=worker,
                    )
                )
    Debt.objects.bulk_create(debts, batch_size=CHUNK)
    Submission.objects.bulk_create(forms, batch_size=CHUNK)


def _long_history(case: Any) -> None:
    """Give one case fifty entries of each kind."""
    from sankofa.cases.models import Delivery
    from sankofa.kernel.identifiers import uuid7

    worker = case.person.owner
    _told_by([case.person], worker, case.opened_on, random.Random(1), each=LONG)
    days = [case.opened_on + timedelta(days=number) for number in range(LONG)]
    Delivery.objects.bulk_create([Delivery(case=case, activity=uuid7(), done_on=day, noted_by=worker) for day in days])


def _some(keys: "Sequence[Any]", count: int, chance: random.Random) -> "list[Any]":
    from sankofa.cases.models import Case

    drawn = chance.sample(keys, min(count, len(keys)))
    return list(Case.objects.filter(pk__in=drawn).select_related("person__owner"))


if __name__ == "__main__":
    main()
