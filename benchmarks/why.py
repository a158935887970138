"""What it costs to say why, and to leave protected people out.

    python benchmarks/why.py --people 2000

Measures a person's page with and without the sentence "Why can I see this?", and a search by name, a list and its count
with nobody protected and with one in a hundred, on a database of its own that is thrown away.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from statistics import median


def main() -> None:
    """Run the measurements and print them as a line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--times", type=int, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")
        from pathlib import Path

        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from sankofa.project import hooks

        hooks.fill()
        _measure(chosen.people, chosen.times)


def _measure(people: int, times: int) -> None:
    from sankofa.accounts import actions as accounts
    from sankofa.accounts.action import system
    from sankofa.accounts.models import Assignment, Office, User
    from sankofa.kernel import clock
    from sankofa.project.setup import steps
    from sankofa.returnees import actions, queries
    from sankofa.returnees.models import Person
    from sankofa.returnees.rules.terms import PersonTerms
    from sankofa.shell import why

    for _ in steps():
        pass
    now = clock.now()
    by = system("benchmark", on=now.date())
    accounts.found_organisation(name="Agency", kind="agency", offices={"Sylhet": ("BD.60.91", "Asia/Dhaka")})
    office = Office.objects.get()
    user = User.objects.create(email="one@example.org", name="One", office=office)
    Assignment.objects.create(user=user, role_id="caseworker", scope_kind="office", office=office, from_on=now.date())
    given, family = ("Rahima", "Amina", "Karim", "Salma", "Jamal"), ("Khatun", "Begum", "Uddin", "Ahmed")
    rows = [
        (str(number), PersonTerms(given[number % 5] + chr(97 + number % 26), family[number % 4]))
        for number in range(people)
    ]
    for first in range(0, people, 500):
        actions.register_many(office=office, rows=rows[first : first + 500], by=by, at=now)
    viewer, on = user.as_actor(), now.date()
    seen = Person.objects.first()
    assert seen is not None
    cases: dict[str, Callable[[], object]] = {
        "person": lambda: queries.person(str(seen.pk), viewer=viewer, on=on),
        "why": lambda: why.because(queries.why_visible(seen, viewer=viewer, on=on)),
        "search": lambda: queries.find("Rahima Khatun", viewer=viewer, on=on),
        "count": lambda: queries.people(viewer, on=on).count(),
        "list": lambda: list(queries.filtered(viewer, queries.Filter(), on=on)[:25]),
    }
    for share in ("0 %", "1 %"):
        if share == "1 %":
            few = list(Person.objects.values_list("pk", flat=True)[: people // 100])
            Person.objects.filter(pk__in=few).update(is_protected=True)
        seen = Person.objects.filter(is_protected=False).select_related("office__place").earliest("pk")
        told = {name: round(_milliseconds(case, times), 3) for name, case in cases.items()}
        print(json.dumps({"people": people, "protected": share, "median_ms": told}))


def _milliseconds(case: Callable[[], object], times: int) -> float:
    case()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        case()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


if __name__ == "__main__":
    main()
