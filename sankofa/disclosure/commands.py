"""The command line of disclosure: `sankofa protect TABLE.csv`."""

import json
import sys
from pathlib import Path

import click

from sankofa.disclosure.terms import Policy, PolicyOutOfRange

HIDDEN = "x"


class BadInput(click.ClickException):
    """The table cannot be protected as it is given; the sentence says which field and what would be right."""

    exit_code = 2


@click.command()
@click.argument("table", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False)
@click.option("--threshold", type=int, default=10, show_default=True, help="Counts of people below this are hidden.")
@click.option(
    "--width", type=int, default=10, show_default=True, help="How wide the doubt about a hidden number must be."
)
@click.option("--hide-zeros", is_flag=True, help="Zeros tell too much as well: hide them.")
@click.option("--keep-totals", is_flag=True, help="Hide no total to protect another number.")
@click.option("--inside", multiple=True, metavar="FINER=WIDER", help="A column inside another: district=region.")
@click.option("--absent-is-zero", is_flag=True, help="Combinations without a line counted nobody.")
@click.option("--round", "rounds", is_flag=True, help="Round every number to a multiple of 5 instead of hiding some.")
@click.option("--earlier", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="The release before.")
@click.option("--may-shrink", is_flag=True, help="With --earlier: people also leave the count, so numbers can go down.")
@click.option("--locale", default="en", show_default=True, help="Language of the explanations.")
@click.option("--csv", "as_csv", is_flag=True, help="Print only what may go out, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON; not for sharing.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the input.")
def protect(
    table: Path | None,
    threshold: int,
    width: int,
    hide_zeros: bool,
    keep_totals: bool,
    inside: tuple[str, ...],
    absent_is_zero: bool,
    rounds: bool,
    earlier: Path | None,
    may_shrink: bool,
    locale: str,
    as_csv: bool,
    as_json: bool,
    schema: bool,
) -> None:
    """Hide in a table what would give somebody away, and show what a reader could still infer.

    Exits with 0 when the table may go out, 1 when it must not, 2 when it cannot be read.
    """
    from sankofa.disclosure import reading

    if schema:
        click.echo(json.dumps(reading.SCHEMA, indent=2))
        return
    if table is None:
        raise BadInput("TABLE: name the CSV file to protect.")
    try:
        from sankofa.disclosure import programming, protection, releases, rounding, sheet
    except ModuleNotFoundError as error:
        if error.name != "scipy":
            raise
        raise BadInput("The audit needs scipy; install Sankofa with its extra “analytics”.") from error
    try:
        policy = Policy(threshold, width, not hide_zeros, totals_may_be_hidden=not keep_totals)
        columns = {}
        for pair in inside:
            finer, sign, wider = pair.partition("=")
            if not (finer and sign and wider):
                raise reading.UnreadableTable(
                    "--inside", f"{pair!r} must be written FINER=WIDER, such as district=region"
                )
            columns[finer] = wider
        files = [file for file in (table, earlier) if file is not None]
        read = [
            reading.table_of(file.read_text(encoding="utf-8"), columns, absent_is_zero=absent_is_zero) for file in files
        ]
        progress = _progress if sys.stderr.isatty() else None
        if rounds:
            outcome = rounding.rounded(read[0], policy, progress)
            shown, findings = sheet.of_rounded(outcome), outcome.findings
            record: dict[str, object] = {
                "safe": outcome.is_safe,
                "values": list(outcome.values),
                "findings": [one.record() for one in findings],
            }
        else:
            done = protection.protection(read[0], policy, progress)
            shown, findings, record = sheet.of_protection(done, HIDDEN), done.findings, done.record()
            if len(read) > 1:
                before = protection.protection(read[1], policy, progress)
                together = tuple(releases.differences(before, done, only_grows=not may_shrink, progress=progress))
                findings += together
                record["differences"] = [finding.record() for finding in together]
    except (ValueError, PolicyOutOfRange, programming.SearchFailed) as error:
        raise BadInput(str(error)) from error
    is_safe = sheet.is_safe(findings)
    record["safe"] = is_safe
    if as_json:
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    elif as_csv and is_safe:
        click.echo(sheet.csv_text(shown), nl=False)
    else:
        click.echo(sheet.page(shown, findings, is_safe=is_safe, locale=locale))
    if not is_safe:
        raise SystemExit(1)


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done} of {of} hidden numbers looked at", nl=done == of, err=True)


COMMANDS = [protect]
