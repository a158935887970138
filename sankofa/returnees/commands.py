"""The command line of the register: compare all of it with itself, and learn from it."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sankofa.returnees.models import LinkageRun

SAID = {
    "done": "{files} files compared, {pairs} pairs found, {new} of them new. They wait in “Possibly the same person”.",
    "stopped": "Stopped, and nothing was kept: {because}. Look at the register first; --yes goes on all the same.",
    "failed": "Not done: {because}.",
}
BECAUSE = {
    "too_many_files": "{figure} of {files} files look like second files",
    "too_many_for_one": "one file resembles {figure} others",
    "too_few_files": "{files} files are too few to learn from",
}


@click.command("link-register")
@click.option("--organisation", "name", default="", help="Name of the organisation; all of them where it is not given.")
@click.option("--learn", is_flag=True, help="Learn weights from the register instead of comparing it.")
@click.option("--asked", is_flag=True, help="Only what somebody asked for on the pages, or what was interrupted.")
@click.option("--yes", is_flag=True, help="Keep the pairs even where there are suspiciously many.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
@click.pass_obj
def link_register(ready: Any, name: str, learn: bool, asked: bool, yes: bool, as_json: bool) -> None:
    """Compare the whole register with itself and put pairs that may be one person into the list for people to decide.

    Safe to repeat: what was answered stays answered.  SANKOFA_LINKAGE_ENGINE=spark does it on Spark.
    """
    ready()
    from sankofa.accounts.action import system
    from sankofa.kernel import clock
    from sankofa.returnees import actions
    from sankofa.returnees.linking import engines

    by = system("link-register", on=clock.now().date())
    try:
        engines.check_installed(engines.chosen())
    except engines.NoEngine as missing:
        if asked:
            actions.give_up(failed="not_installed", by=by, at=clock.now())
        raise click.ClickException(_what_to_install(missing.engine, missing.extra)) from None
    ended = True
    for run in _runs(name, learns=learn, asked=asked, goes_on=yes, by=by):
        try:
            outcome = _through(run, by=by, quiet=as_json or asked)
        except actions.RunsAlready:
            raise click.ClickException("The register is being compared already. Wait until it is done.") from None
        ended = ended and outcome.state == "done"
        _tell(outcome, as_json)
    if not ended:
        raise SystemExit(1)


def _runs(name: str, *, learns: bool, asked: bool, goes_on: bool, by: Any) -> "list[LinkageRun]":
    from sankofa.accounts.queries import organisations_of
    from sankofa.kernel import clock
    from sankofa.returnees import actions, permissions
    from sankofa.returnees.models import LinkageRun

    if asked:
        return list(actions.waiting_runs(at=clock.now()))
    held = organisations_of(by, permissions.LINK, on=clock.now().date())
    organisations = held.filter(offices__people__isnull=False).distinct()
    if name:
        organisations = held.filter(name=name)
        if not organisations:
            raise click.ClickException(f"There is no organisation called {name}.")
    runs = []
    for organisation in organisations:
        said: dict[str, Any] = {"organisation": organisation, "learns": learns, "goes_on": goes_on}
        waiting = LinkageRun.objects.filter(**said, state="waiting").first()
        try:
            runs.append(waiting or actions.ask_for_run(**said, by=by, at=clock.now()))
        except actions.RunsAlready:
            raise click.ClickException(
                f"The register of {organisation.name} is being compared already. Wait until it is done."
            ) from None
    return runs


def _through(run: "LinkageRun", *, by: Any, quiet: bool) -> "LinkageRun":
    from sankofa.returnees.linking.running import run_through
    from sankofa.returnees.models import Person

    count = Person.objects.filter(office__organisation_id=run.organisation_id, erased_on__isnull=True).count()
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        click.progressbar(length=count, label=f"  {'Reading files':<34}", file=nowhere if quiet else None) as bar,
    ):
        return run_through(run, by=by, step=bar.update)


def _tell(run: "LinkageRun", as_json: bool) -> None:
    told = {"files": run.files_count, "pairs": run.pairs_count, "new": run.new_count, "figure": run.figure}
    if as_json:
        seconds = int((run.ended_at - run.begun_at).total_seconds()) if run.ended_at and run.begun_at else None
        said = {
            "organisation": run.organisation.name, "state": run.state, "because": run.because, **told,
            "learns": run.learns, "engine": run.engine, "seconds": seconds, "memory_mb": run.memory_mb,
        }  # fmt: skip
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    if run.learns and run.state == "done":
        click.echo(f"Weights learned from {run.files_count} files. They are used once somebody says so on the page.")
        return
    because = BECAUSE.get(run.because, run.because).format(**told)
    click.echo(f"{run.organisation.name}: " + SAID[run.state].format(because=because, **told))


def _what_to_install(engine: str, extra: str) -> str:
    if engine not in {"duckdb", "spark"}:
        return f"SANKOFA_LINKAGE_ENGINE is {engine}; it is duckdb or spark."
    java = " Spark needs Java 17 too." if engine == "spark" else ""
    return (
        "What compares the whole register is not installed here. Install it with: "
        f"pip install --require-hashes -r requirements/{extra}.txt.{java} Whoever comes in is compared without it."
    )


COMMANDS = (link_register,)
