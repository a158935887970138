"""How long the server works on My cases and on the page of a case, and how many questions it asks the database.

    python -m benchmarks.case_work [--cases 2000] [--own 200] [--rounds 15]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name PostgreSQL): invented people of one
office, each with an open case, an agreed plan, a grant, and a visit tried in vain.  Whoever looks looks after `--own`
of them.  Each page is asked through the whole middleware; medians and 95th percentiles in milliseconds.  The
number of questions must not grow with the number of cases: compare two runs.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

LOT = 500


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=2_000)
    asked.add_argument("--own", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=15)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        measure(told.cases, told.own, told.rounds)


def measure(count: int, own: int, rounds: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sankofa.accounts.registry import declared
    from sankofa.cases.models import Case
    from sankofa.project import hooks
    from sankofa.project.setup import steps
    from tests import builders

    settings.ALLOWED_HOSTS = ["testserver"]
    hooks.fill()
    for _ in steps():
        pass
    office = builders.office()
    worker = builders.user(office, may=list(declared().values()))
    began = time.perf_counter()
    _fill(office, worker, count, own)
    print(f"{count} cases, {own} of them one's own, made in {time.perf_counter() - began:.0f} s")
    client = Client()
    client.force_login(worker)
    some = Case.objects.filter(person__owner=worker).order_by("pk")[own // 2]
    for name, address in (("My cases", "/cases/"), ("one case", f"/cases/{some.pk}/"), ("first page", "/")):
        assert client.get(address).status_code == 200
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            client.get(address)
            taken.append((time.perf_counter() - began) * 1000)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        worst = sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]
        print(f"{name:10}  median {statistics.median(taken):6.0f} ms  p95 {worst:6.0f} ms  {len(asked)} questions")


def _fill(office: Any, worker: Any, count: int, own: int) -> None:
    """Make cases as rows, beside the actions: what is measured is reading."""
    from sankofa.cases.models import Case, Plan, PlanGrant, VisitTry
    from sankofa.cases.rules import plans
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.kernel.money import Money
    from sankofa.returnees import actions as register
    from sankofa.returnees.rules.terms import PersonTerms

    today = clock.today(office.zone)
    agreed_on = today - timedelta(days=40)
    key = uuid7()
    grant = plans.Activity(key, "Money for tools", plans.Kind.GRANT, amount=Money(2_500_000, "BDT"), until_on=today)
    content = plans.stored(plans.Content(("A shop of my own",), (grant,)))
    for start in range(0, count, LOT):
        numbers = range(start, min(start + LOT, count))
        rows = [(f"row {number}", PersonTerms(f"Given{number}", "Family")) for number in numbers]
        people = register.register_many(office=office, rows=rows, by=worker.as_actor(), at=clock.now()).people
        for number, person in zip(numbers, people, strict=True):
            person.owner = worker if number < own else None
        type(people[0]).objects.bulk_update(people, ["owner"])
        cases = Case.objects.bulk_create(Case(person=one, opened_on=agreed_on, talk_on=agreed_on) for one in people)
        Plan.objects.bulk_create(
            Plan(case=one, number=1, content=content, agreed_on=agreed_on, agreed_how="signature") for one in cases
        )
        facts = {"activity": key, "amount_minor": 2_500_000, "amount_currency": "BDT", "what": "Money for tools"}
        PlanGrant.objects.bulk_create(
            PlanGrant(case=one, proposed_by=worker, approved_at=clock.now(), **facts) for one in cases
        )
        VisitTry.objects.bulk_create(
            VisitTry(case=one, months=1, tried_on=today, why="no_answer", noted_by=worker) for one in cases
        )


if __name__ == "__main__":
    main()
