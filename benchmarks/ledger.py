"""How many balanced postings a second the books take, with 1, 2 and 8 writers, on SQLite and on PostgreSQL.

    python -m benchmarks.ledger [--seconds 3] [--accounts 200]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name PostgreSQL).  Each writer is a process
that posts movements of two lines between accounts chosen at random, through the same action as the pages, every one in
a transaction of its own and on disk before it counts; then the same in batches of 250 movements.  At the end the books
are checked.
"""

import argparse
import json
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

WRITERS = (1, 2, 8)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=3)
    asked.add_argument("--accounts", type=int, default=200)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        held = json.dumps(_in_a_process(_set_up, told.accounts))
        print(f"{'PostgreSQL' if os.environ.get('SANKOFA_DATABASE') else 'SQLite'}, {told.accounts} accounts")
        for batch in (1, 250):
            for writers in WRITERS:
                began = time.monotonic()
                context = multiprocessing.get_context("spawn")
                with context.Pool(writers) as pool:
                    counts = pool.starmap(_post, [(held, number, batch, told.seconds) for number in range(writers)])
                posted = sum(count for count, _ in counts)
                rate = sum(count / seconds for count, seconds in counts)
                print(
                    f"{writers} writers, {batch} movements at once: {rate:8.0f} postings a second "
                    f"({posted} in all, {time.monotonic() - began:.0f} s with start)"
                )
        print(_in_a_process(_check, 0))


def _in_a_process(function: object, argument: int) -> object:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, (argument,))  # type: ignore[arg-type]


def _set_up(accounts: int) -> Sequence[str]:
    import django

    django.setup()
    from sankofa.project import hooks
    from sankofa.project.setup import steps
    from tests import builders

    hooks.fill()
    for _ in steps():
        pass
    book = builders.book()
    outside = builders.account(book, kind="outside", may_be_negative=True)
    held = [builders.account(book, kind="savings") for _ in range(accounts)]
    return [str(book.pk), str(outside.pk), *(str(one.pk) for one in held)]


def _post(held: str, number: int, batch: int, seconds: int) -> tuple[int, float]:
    import django

    django.setup()
    from uuid import UUID

    from sankofa.kernel.identifiers import uuid7
    from sankofa.kernel.money import Money
    from sankofa.ledger import actions
    from sankofa.ledger.models import Book
    from sankofa.ledger.rules.terms import Line, Movement
    from tests.builders import AT, ON
    from tests.rooms.test_ledger import BY

    book_id, outside, *accounts = json.loads(held)
    book, chosen = Book.objects.get(pk=book_id), random.Random(number)
    posted, began = 0, time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        movements = []
        for _ in range(batch):
            first, second = (UUID(one) for one in chosen.sample(accounts, 2))
            lines = Line(UUID(outside), first, Money(2, "BDT")), Line(first, second, Money(1, "BDT"))
            movements.append(Movement(uuid7(), lines, ON))
        actions.post_many(book=book, movements=movements, by=BY, at=AT)
        posted += 2 * batch
    return posted, passed


def _check(_: int) -> str:
    import django

    django.setup()
    from sankofa.ledger import queries

    began = time.monotonic()
    found = queries.check()
    words = "whole" if found.is_whole else "BROKEN"
    return f"{words}: {found.postings} postings checked in {time.monotonic() - began:.1f} s"


if __name__ == "__main__":
    main()
