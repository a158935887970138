"""The command line of debts: the figures of the papers beside those of the register, with every base and conflict."""

import json
from typing import TYPE_CHECKING, Any

import click

from sankofa.debts.rules import printed
from sankofa.debts.rules.printed import CONFLICTS, MALI, SIX_COUNTRIES
from sankofa.disclosure.terms import Policy
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Rounding

if TYPE_CHECKING:
    from sankofa.debts.rules.brief import Reckoned

ROOM = "sankofa.debts"


@click.command("debts-brief")
@click.option("--country", default="", help="Two letters of the country of the offices, such as ML; empty for all.")
@click.option("--currency", default="XOF", show_default=True, help="The money of the median.")
@click.option("--papers", is_flag=True, help="Only what the papers print; needs no register.")
@click.option("--json", "as_json", is_flag=True, help="Print it for machines.")
@click.pass_obj
def debts_brief(ready: Any, country: str, currency: str, papers: bool, as_json: bool) -> None:
    """Set the figures of the debt studies beside those of this register, each with its base.

    Small counts are hidden, and whatever would tell them.  The conflicts of the papers are quoted, not smoothed.
    """
    told = {"papers": _printed(country), "conflicts": _conflicts()}
    if not papers:
        ready()
        told["register"] = _register(country, currency)
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    for title, rows in told.items():
        click.echo(f"{title.capitalize()}:")
        for row in rows:
            click.echo("  " + "; ".join(f"{value}" for value in row.values()))


def _printed(country: str) -> list[dict[str, Any]]:
    return [
        {
            "country": one.country or "six countries",
            "figure": _words(f"figure.{one.figure}") + ("" if one.base_is_said else " (base not said)"),
            "printed": one.text,
            "source": _words(f"paper.{one.source}"),
        }
        for one in (*MALI, *SIX_COUNTRIES)
        if country in ("", one.country) or not one.country
    ] + [
        {
            "country": "ML",
            "figure": _words("figure.median"),
            "printed": f"{printed.MALI_MEDIAN_XOF} XOF",
            "source": _words(f"paper.{printed.BRIEF}"),
        }
        for _ in range(country in ("", "ML"))
    ]


def _conflicts() -> list[dict[str, Any]]:
    return [
        {
            "one": _words(f"conflict.{code}.one"),
            "other": _words(f"conflict.{code}.other"),
            "guess": f"a guess: {_words(f'conflict.{code}.guess')}",
        }
        for code in CONFLICTS
    ]


def _words(code: str) -> str:
    return wording.text(Finding(code, Weight.NOTE, printed.PAPER), "en", ROOM)


def _register(country: str, currency: str) -> list[dict[str, Any]]:
    from sankofa.accounts.action import system
    from sankofa.debts import counting
    from sankofa.debts.rules import brief
    from sankofa.kernel import clock

    on = clock.today("UTC")
    policy = Policy()
    people = counting.asked(system("debts-brief", on=on), country=country, on=on)
    reckoned = brief.reckoned(people)
    shown = brief.shown(reckoned, policy)
    rows = [_row(one, is_shown=one.figure in shown) for one in reckoned]
    middle, behind = brief.median(people, currency, policy)
    rows.append(
        {
            "figure": f"{_words('figure.median')}, in {currency}",
            "share": "hidden: too few people" if middle is None else f"about {middle}",
            "n": "" if middle is None else f"{behind} people",
        }
    )
    return rows


def _row(one: "Reckoned", *, is_shown: bool) -> dict[str, Any]:
    if not is_shown or one.share is None:
        return {"figure": _words(f"figure.{one.figure}"), "share": "hidden: too few", "n": ""}
    unknown = "a few" if 0 < one.unknown < Policy().threshold else str(one.unknown)
    return {
        "figure": _words(f"figure.{one.figure}"),
        "share": f"{one.share.as_percent(1, Rounding.HALF_UP)} %",
        "n": f"{one.part} of {one.base}, not known of {unknown}",
    }


COMMANDS = (debts_brief,)
