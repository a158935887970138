"""The command line of statistics: `sankofa evaluate STUDY.csv`."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sankofa.statistics.rules.study import Study

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A study: one object per person (the CSV file has one row for each)",
    "type": "array",
    "minItems": 2,
    "items": {
        "type": "object",
        "required": ["loan", "outcome"],
        "properties": {
            "loan": {"enum": [0, 1], "description": "1 with a loan, 0 without"},
            "outcome": {"type": "number", "description": "the change of the score"},
        },
        "additionalProperties": {"type": "number", "description": "something known before the loan, as a number"},
    },
}


class BadInput(click.ClickException):
    """The study cannot be evaluated as it is given; the sentence says which field and what would be right."""

    exit_code = 2


@click.command()
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False)
@click.option(
    "--funnel", metavar="STEP=N,STEP=N", help="From everybody reached to a loan: told=1400,referred=43,loan=6."
)
@click.option("--enrolled", nargs=2, type=int, metavar="WITH WITHOUT", help="People enrolled in each group.")
@click.option("--from-eligibility", is_flag=True, help="The clock starts at eligibility for both groups.")
@click.option("--only-suitable", is_flag=True, help="Only people found suitable are in the rows.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same intervals.")
@click.option("--draws", type=click.IntRange(100), default=1_000, show_default=True, help="Resampled studies.")
@click.option("--locale", default="en", show_default=True, help="Language of the explanations.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the input.")
def evaluate(
    study: Path | None,
    funnel: str | None,
    enrolled: tuple[int, int] | None,
    from_eligibility: bool,
    only_suitable: bool,
    seed: int,
    draws: int,
    locale: str,
    as_json: bool,
    schema: bool,
) -> None:
    """Say what may be said about people with and without a loan, and no more."""
    if schema:
        click.echo(json.dumps(SCHEMA, indent=2))
        return
    if study is None or funnel is None or enrolled is None:
        raise BadInput(
            "STUDY, --funnel and --enrolled are needed: the rows, who gets loans at all, and who was enrolled."
        )
    from sankofa.kernel.wording import text
    from sankofa.statistics.rules import evaluation, propensity

    try:
        found = evaluation.evaluation(
            _study(study),
            evaluation.Circumstances(_funnel(funnel), enrolled, from_eligibility, only_suitable),
            seed=seed,
            draws=draws,
        )
    except (ValueError, propensity.NotFitted) as error:
        raise BadInput(str(error)) from error
    if as_json:
        record = {
            "level": found.level.value,
            "means": found.means,
            "estimates": [[one.method, one.difference, one.low, one.high] for one in found.estimates],
            "findings": [finding.record() for finding in found.findings],
        }
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    for finding in found.findings:
        click.echo(f"- {text(finding, locale, 'sankofa.statistics')}")


def _study(file: Path) -> "Study":
    from sankofa.statistics.rules.study import NotAStudy, Study

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"loan", "outcome"} <= rows[0].keys():
        raise NotAStudy("the headings", "there must be the columns loan and outcome, and at least two rows")
    columns: dict[str, list[float]] = {name: [] for name in rows[0]}
    for number, row in enumerate(rows, start=2):
        for name, values in columns.items():
            try:
                values.append(float(row[name]))
            except (TypeError, ValueError):
                raise NotAStudy(f"line {number}, {name}", f"{row[name]!r} is not a number") from None
        if columns["loan"][-1] not in {0, 1}:
            raise NotAStudy(f"line {number}, loan", "it must be 1 (with a loan) or 0 (without)")
    loan, outcome = columns.pop("loan"), columns.pop("outcome")
    return Study.of([bool(value) for value in loan], outcome, columns)


def _funnel(text: str) -> tuple[tuple[str, int], ...]:
    from sankofa.statistics.rules.study import NotAStudy

    steps = []
    for part in text.split(","):
        step, _, people = part.partition("=")
        if not step.strip() or not people.strip().isdecimal():
            raise NotAStudy("--funnel", f"{part!r} must be written STEP=NUMBER, such as told=1400")
        steps.append((step.strip(), int(people)))
    return tuple(steps)


COMMANDS = [evaluate]
