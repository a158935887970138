"""Turn the tables of `tests/specification/` into text that an officer can read and check by hand.

The tests are read, not run: what stands in a row is shown the way its author wrote it, in plainer signs (`27/30` for
`Fraction(27, 30)`, `office` for `ScopeKind.OFFICE`).  A table that is computed instead of written is named with the
expression it is computed by; nothing is left out in silence.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sankofa.kernel.money import Money

NOTHING = "nothing"
_EXACT = {"Fraction", "Decimal", "date", "D", "F"}
_LISTS = {"frozenset", "tuple", "list", "set", "Cell"}
_MARKDOWN = re.compile(r"([\\`*_<>|\[\]#~])")


@dataclass(frozen=True, slots=True)
class Table:
    """The cases of one parametrised test: a heading for each column, and the rows below."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    computed_by: str = ""
    """How the cases are computed, where they are not written down; then there are no rows."""


@dataclass(frozen=True, slots=True)
class Law:
    """One test: what it says as a sentence, what its author adds, its tables.  Without tables it holds as it stands."""

    sentence: str
    remark: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The worked examples of one subject."""

    name: str
    title: str
    about: str
    laws: tuple[Law, ...] = field(default_factory=tuple)


def page_of(file: Path) -> Page:
    """Return the worked examples that a file of tests holds.  Raises ValueError where it does not say what they are."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    told = ast.get_docstring(tree)
    if not told:
        raise ValueError(f"{file.name} has no docstring: say what its examples are, and their source.")
    title, _, about = told.partition("\n\n")
    name = file.stem.removeprefix("test_").replace("_", "-")
    return Page(name, " ".join(title.split()).rstrip("."), about.strip(), tuple(_laws(tree.body, _constants(tree))))


def markdown(page: Page, *, source: str) -> str:
    """Return a page of worked examples as Markdown."""
    lines = [f"# {page.title}", "", f"Generated from `{source}`: these cases are run at every check.", ""]
    if page.about:
        lines += [_plain(page.about), ""]
    for law in (law for law in page.laws if law.tables):
        lines += [f"## {law.sentence}", ""]
        if law.remark:
            lines += [_plain(law.remark), ""]
        for number, table in enumerate(law.tables):
            if number:
                lines += ["Each of the cases above is tried with each of these:", ""]
            lines += [*_table_lines(table), ""]
    if alone := [law for law in page.laws if not law.tables]:
        lines += ["## Also held", ""]
        lines += [f"- {law.sentence}." + (f" {_plain(law.remark)}" if law.remark else "") for law in alone]
        lines.append("")
    return "\n".join(lines)


def _table_lines(table: Table) -> list[str]:
    if table.computed_by:
        return [f"The cases are computed by `{table.computed_by}`."]
    return [
        "| " + " | ".join(table.headings) + " |",
        "|" + " --- |" * len(table.headings),
        *("| " + " | ".join(row) + " |" for row in table.rows),
    ]


def _constants(tree: ast.Module) -> Mapping[str, ast.expr]:
    """Return what the module writes down under a name, so that a table kept apart from its test is found."""
    held: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            held[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            held[node.target.id] = node.value
    return held


def _laws(body: Sequence[ast.stmt], constants: Mapping[str, ast.expr]) -> Iterator[Law]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            raise ValueError(f"{node.name} is a class: worked examples are functions, read from top to bottom.")
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            sentence = node.name.removeprefix("test_").replace("_", " ")
            # Decorators apply from below, and read so as well: the table next to the function comes first.
            tables = [_table(mark, constants) for mark in reversed(node.decorator_list) if _is_parametrize(mark)]
            remark = " ".join((ast.get_docstring(node) or "").split())
            yield Law(sentence[0].upper() + sentence[1:], remark, tuple(tables))


def _is_parametrize(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("parametrize")


def _table(mark: ast.expr, constants: Mapping[str, ast.expr]) -> Table:
    assert isinstance(mark, ast.Call)
    given = {keyword.arg: keyword.value for keyword in mark.keywords}
    names, cases = [*mark.args, given.get("argnames"), given.get("argvalues")][:2]
    assert names is not None, "a parametrised test names its columns"
    assert cases is not None, "a parametrised test has cases"
    headings = _names(names)
    written = _written(cases, constants)
    if written is None:
        return Table((), (), computed_by=" ".join(ast.unparse(cases).split()))
    ids = _ids(given.get("ids"), written, constants)
    rows = [_values(case, len(headings)) for case in written]
    if any(ids):
        headings = ("case", *headings)
        rows = [(escaped(case.replace("-", " ").replace("_", " ")), *row) for case, row in zip(ids, rows, strict=True)]
    return Table(tuple(heading.replace("_", " ") for heading in headings), tuple(rows))


def _written(cases: ast.expr, constants: Mapping[str, ast.expr]) -> list[ast.expr] | None:
    """Return the cases that are written down, one by one; None where they are computed."""
    held = constants.get(cases.id, cases) if isinstance(cases, ast.Name) else cases
    if not isinstance(held, ast.List | ast.Tuple):
        return None
    found: list[ast.expr] = []
    for case in held.elts:
        several = _written(case.value, constants) if isinstance(case, ast.Starred) else [case]
        if several is None:
            return None
        found += several
    return found


def _names(names: ast.expr) -> tuple[str, ...]:
    said = ast.literal_eval(names)
    return tuple(name.strip() for name in said.split(",")) if isinstance(said, str) else tuple(said)


def _ids(ids: ast.expr | None, cases: Sequence[ast.expr], constants: Mapping[str, ast.expr]) -> list[str]:
    if isinstance(ids, ast.Name):
        ids = constants.get(ids.id, ids)
    if isinstance(ids, ast.List | ast.Tuple) and all(isinstance(name, ast.Constant) for name in ids.elts):
        return [str(ast.literal_eval(name)) for name in ids.elts]
    return [_id(case) for case in cases]


def _id(case: ast.expr) -> str:
    if _is_param(case):
        assert isinstance(case, ast.Call)
        for keyword in case.keywords:
            if keyword.arg == "id":
                return str(ast.literal_eval(keyword.value))
    return ""


def _is_param(case: ast.expr) -> bool:
    return isinstance(case, ast.Call) and ast.unparse(case.func).endswith("pytest.param")


def _values(case: ast.expr, width: int) -> tuple[str, ...]:
    if _is_param(case):
        assert isinstance(case, ast.Call)
        values: Sequence[ast.expr] = case.args
    else:
        values = case.elts if isinstance(case, ast.Tuple) and width > 1 else [case]
    assert len(values) == width, f"line {case.lineno}: {len(values)} values for {width} columns"
    return tuple(escaped(said(value)) for value in values)


def said(value: ast.expr) -> str:
    """Return a value as people write it: no quotes, no brackets that only Python needs."""
    match value:
        case ast.Constant():
            return _constant(value.value)
        case ast.Starred():
            return said(value.value)
        case ast.UnaryOp(op=ast.USub()):
            return f"-{said(value.operand)}"
        case ast.List() | ast.Tuple() | ast.Set():
            return ", ".join(said(element) for element in value.elts) or NOTHING
        case ast.Dict():
            pairs = zip(value.keys, value.values, strict=True)
            parts = [said(held) if key is None else f"{said(key)}: {said(held)}" for key, held in pairs]
            return ", ".join(parts) or NOTHING
        case ast.Name():
            return value.id.lower().replace("_", " ") if value.id.isupper() else value.id
        case ast.Attribute(value=ast.Name(id=owner)) if owner[:1].isupper():
            return value.attr.lower().replace("_", " ")
        case ast.BinOp():
            return _sum(value)
        case ast.Call():
            return _call(value)
        case _:
            return " ".join(ast.unparse(value).split())


def _constant(value: object) -> str:
    match value:
        case None | "":
            return NOTHING
        case True:
            return "yes"
        case False:
            return "no"
        case int() if abs(value) >= 10_000:
            return f"{value:,}"
        case bytes():
            return repr(value)
        case _:
            return str(value)


_SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷", ast.BitOr: "or", ast.Pow: "to the power of",
}  # fmt: skip


def _sum(value: ast.BinOp) -> str:
    sign = _SIGNS.get(type(value.op))
    if sign is None:
        return ast.unparse(value)
    parts = [
        f"({said(part)})" if isinstance(part, ast.BinOp) and type(part.op) is not type(value.op) else said(part)
        for part in (value.left, value.right)
    ]
    return f" {sign} ".join(parts)


def _call(value: ast.Call) -> str:
    name = ast.unparse(value.func).rpartition(".")[2]
    args = [said(arg) for arg in value.args]
    named = [f"{keyword.arg.replace('_', ' ')}: {said(keyword.value)}" for keyword in value.keywords if keyword.arg]
    spread = [said(keyword.value) for keyword in value.keywords if not keyword.arg]
    if name in {"date", "Date"} and all(arg.isdecimal() for arg in args):
        return "-".join(arg.zfill(2) for arg in args)
    if name in {"Fraction", "F"} and len(args) == 2:
        return "/".join(f"({arg})" if " " in arg else arg for arg in args)
    if name == "Money":
        return _money(value, args)
    if name == "timedelta" and len(value.keywords) == 1 and not args:
        return f"{said(value.keywords[0].value)} {value.keywords[0].arg}"
    if name in _EXACT:
        return " ".join(args)
    if name in _LISTS:
        return ", ".join([*args, *named, *spread]) or NOTHING
    return f"{name.replace('_', ' ')}({', '.join([*args, *named, *spread])})"


def _money(value: ast.Call, args: Sequence[str]) -> str:
    """Return an amount as it is written on paper; where it is reckoned, in minor units, saying so."""
    try:
        minor, currency = (ast.literal_eval(arg) for arg in value.args)
    except ValueError:
        return f"{args[0]} minor units of {args[-1]}"
    return str(Money(minor, currency))


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, with what cannot be seen made visible."""
    seen = "".join(_visible(sign) for sign in text)
    core = seen.strip(" ")
    before = len(seen) - len(seen.lstrip(" "))
    after = len(seen) - len(core) - before
    return "␠" * before + _MARKDOWN.sub(r"\\\1", core).replace("\n", "⏎") + "␠" * after


def _visible(sign: str) -> str:
    if sign == "\n" or unicodedata.category(sign) not in {"Cf", "Cc", "Zs", "Zl", "Zp"} or sign == " ":
        return sign
    return f"(U+{ord(sign):04X})"


def _plain(text: str) -> str:
    """Return prose of a docstring as Markdown: literal marks of one kind, paragraphs kept."""
    return text.replace("``", "`")
