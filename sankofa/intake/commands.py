"""Files from the command line: the same steps as the pages, through the same actions."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import Origin, origin, system
from sankofa.accounts.rules.terms import Actor
from sankofa.intake import actions, files, goes_back, permissions, queries, rows_shown, sentences
from sankofa.intake.contents import at_work, opened
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.intake.rules.terms import Verdict
from sankofa.kernel import clock
from sankofa.store.models import Source

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.intake.models import IncomingFile

OCCASION = "command line"


class Bar(Protocol):
    """Something that shows how far a long work is."""

    def update(self, n_steps: int) -> object:
        """Move on by so many rows."""
        ...


class NoSuchOffice(LookupError):
    """No office has this name, or more than one has; carries the names there are."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known

    def __str__(self) -> str:
        return f"There must be one office called {self.name!r}. The offices are: {', '.join(self.known) or 'none yet'}."


class NoSuchColumn(LookupError):
    """The file has no column with this heading, or the importer no such field."""

    def __init__(self, heading: str, field: str) -> None:
        super().__init__(heading, field)
        self.heading = heading
        self.field = field

    def __str__(self) -> str:
        return f"{self.heading!r} cannot fill {self.field!r}: there is no such heading in the file, or no such field."


@dataclass(frozen=True, slots=True)
class Step:
    """A long step under way: what it is, and how many rows it takes."""

    label: str
    rows: int


ShowProgress = Callable[[Step], AbstractContextManager[Bar]]


def run(file: Path, *, office: str, yes: bool, as_json: bool, importer: str = "returnees") -> None:
    """Bring a file in from a terminal: say what was recognised, ask before anything is written, say what became of it.

    Raises click.ClickException with what would be right.
    """

    def progress(step: Step) -> Any:
        return click.progressbar(length=step.rows, label=step.label, hidden=as_json, show_pos=True)

    try:
        checked = check_file(file, office=office, importer=importer, progress=progress)
        if not as_json:
            _tell_check(checked)
        count = _going_in(checked)
        wanted = checked.stage != Stage.DONE and (yes or (not as_json and click.confirm(f"Let {count} rows in?")))
        done = let_in(checked, progress=progress) if wanted else checked
    except files.Unreadable as error:
        raise click.ClickException(sentences.refusal(error)) from error
    except actions.BrakePulled:
        raise click.ClickException(_stopped(checked)) from None
    except (NoSuchOffice, NoSuchColumn, actions.ColumnsMissing, actions.ColumnsDoubled) as error:
        raise click.ClickException(str(error)) from error
    back = write_goes_back(done, file.parent) if done.counts.get(Verdict.REFUSED) else None
    if as_json:
        click.echo(json.dumps(outcome(done, back), ensure_ascii=False))
        return
    if done.stage == Stage.DONE:
        click.echo(f"Receipt {done.receipt}: {_going_in(done)} rows went in.")
    else:
        click.echo("Nothing was written to the register.")
    if back is not None:
        click.echo(f"The rows to correct are in {back}")


def import_file(
    path: Path,
    office: str,
    *,
    importer: str = "returnees",
    mapping: Mapping[str, str] | None = None,
    progress: ShowProgress | None = None,
) -> "IncomingFile":
    """Check a file and let its good rows in, without asking; return the file as it stands then.

    `mapping` is field by heading for columns that are not to be recognised by themselves; an empty field leaves the
    column out.  Raises files.Unreadable, NoSuchOffice, NoSuchColumn, ColumnsMissing and ColumnsDoubled.
    """
    checked = check_file(path, office=office, importer=importer, mapping=mapping, progress=progress)
    return let_in(checked, progress=progress)


def check_file(
    path: Path,
    *,
    office: str,
    importer: str = "returnees",
    mapping: Mapping[str, str] | None = None,
    progress: ShowProgress | None = None,
) -> "IncomingFile":
    """Keep a file, take its columns as recognised, and give every row its verdict.  Raises as import_file does."""
    by, belonging = _actor(), _office(office)
    with _from_command():
        file = actions.send(
            office=belonging, importer=importer, name=path.name, content=path.read_bytes(), by=by, at=clock.now()
        )
        if file.stage in {Stage.SENT, Stage.MAPPED} or (mapping and file.stage == Stage.CHECKED):
            file = _confirm(file, mapping or {}, by)
            _go_on(file, "Checking", actions.check_next, Stage.CHECKED, by, progress)
    return queries.files_for(by, on=_today()).get(pk=file.pk)


def let_in(file: "IncomingFile", *, progress: ShowProgress | None = None) -> "IncomingFile":
    """Let the good rows of a checked file in; one that is done stays as it is."""
    by = _actor()
    with _from_command():
        _go_on(file, "Letting in", actions.apply_next, Stage.DONE, by, progress)
    return queries.files_for(by, on=_today()).get(pk=file.pk)


def write_goes_back(file: "IncomingFile", folder: Path) -> Path:
    """Write the refused rows beside the file they came from, on record as an export; return where they are."""
    made = goes_back.goes_back(file, on=clock.today(file.office.zone))
    actions.note_export(file=file, rows=made.rows, by=_actor(), at=clock.now())
    path = folder / f"{Path(file.title).stem}-{file.receipt}{made.suffix}"
    path.write_bytes(made.content)
    return path


def outcome(file: "IncomingFile", back: Path | None = None) -> dict[str, Any]:
    """Return what became of a file, for machines."""
    return {
        "file": str(file.pk),
        "receipt": file.receipt,
        "stage": file.stage,
        "sheet": file.sheet,
        "rows": file.rows_total,
        "verdicts": file.counts,
        "columns": at_work(file).headings,
        "goes_back": None if back is None else str(back),
    }


def _confirm(file: "IncomingFile", told: Mapping[str, str], by: Actor) -> "IncomingFile":
    contents = opened(file)
    laid = contents.layout()
    headings = {column.heading for column in laid.columns}
    codes = {spec.code for spec in contents.fields} | {""}
    for heading, field in told.items():
        if heading not in headings or field not in codes:
            raise NoSuchColumn(heading, field)
    remembered = {**(queries.remembered_columns(file, laid) or {}), **told}
    found = proposals(laid.columns, contents.fields, laid.tags, remembered)
    return actions.confirm_mapping(
        file=file,
        sheet=laid.sheet,
        header_row=laid.header_row,
        header_first=laid.header_rows[0],
        columns={index: proposal.field for index, proposal in found.items()},
        day_first=True,
        calendars=queries.remembered_calendars(file, laid),
        contents=contents,
        by=by,
        at=clock.now(),
    )


def _go_on(
    file: "IncomingFile",
    label: str,
    step: Callable[..., actions.Progress],
    until: Stage,
    by: Actor,
    progress: ShowProgress | None,
) -> None:
    if file.stage in {until, Stage.DONE}:
        return
    work = at_work(file)
    with progress(Step(label, file.rows_total)) if progress else nullcontext() as bar:
        while True:
            done = step(file=file, work=work, by=by, at=clock.now())
            if bar is not None:
                bar.update(len(done.settled))
            if done.stage in {until, Stage.DONE}:
                return


def _tell_check(file: "IncomingFile") -> None:
    work = at_work(file)
    click.echo(f"{file.title}: {file.rows_total} rows below the headings in row {file.header_row}.")
    filled = {work.headings[code]: sentences.label_of(code, work.importer) for code in work.headings}
    for heading, label in filled.items():
        click.echo(f"  {heading} -> {label}")
    if left := [column.heading for column in work.laid.columns if column.heading and column.heading not in filled]:
        click.echo(f"  left out: {', '.join(left)}")
    for text in rows_shown.read_as(work.laid):
        click.echo(f"  {text}")
    for text in rows_shown.skipped(work.laid):
        click.echo(f"  not read as data: {text}")
    for text in rows_shown.about_columns(work):
        click.echo(f"  {text}")
    for verdict in Verdict:
        click.echo(f"  {sentences.verdict_in_words(verdict)}: {file.counts.get(str(verdict), 0)}")


def _stopped(file: "IncomingFile") -> str:
    found = queries.alikes(file)
    return (
        f"{found.alike} of {found.going_in} rows look like people who are there already, so no row went in. "
        "Open the file under Files and say how it goes on."
    )


def _going_in(file: "IncomingFile") -> int:
    return int(file.counts.get(Verdict.NEW, 0)) + int(file.counts.get(Verdict.REMARK, 0))


def _office(name: str) -> "Office":
    offices = list(accounts.offices_of(_actor(), permissions.SEND, on=_today()))
    found = [office for office in offices if office.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise NoSuchOffice(name, [office.name for office in offices])
    return found[0]


def _actor() -> Actor:
    return system(OCCASION, on=_today())


def _today() -> date:
    return clock.now().date()


@contextmanager
def _from_command() -> Iterator[None]:
    """Let histories written inside say that a command was where the change came from."""
    token = origin.set(Origin(source=Source.COMMAND, reference=OCCASION))
    try:
        yield
    finally:
        origin.reset(token)
