"""What `sankofa protect` and `sankofa evaluate` print and how they end: 0 done, 1 must not go out, 2 bad input."""

import json
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="scipy is not installed (extra “analytics”)")

from click.testing import CliRunner, Result

from sankofa.disclosure.commands import protect
from sankofa.kernel.wording import missing_codes, texts, uneven_codes
from sankofa.statistics.commands import evaluate

SHEET = "district,women,men,unknown,Total\nNorth,120,34,12,166\nSouth,85,6,21,112\nEast,60,15,44,119\n"
LIST = (
    "region,district,sex,count\nA,a1,f,12\nA,a1,m,30\nA,a2,f,4\nA,a2,m,15\nB,b1,f,33\nB,b1,m,21\nB,b2,f,10\nB,b2,m,52\n"
)


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(content: str, *options: str, command=protect) -> Result:  # type: ignore[no-untyped-def]
        file = tmp_path / "table.csv"
        file.write_text(content, encoding="utf-8")
        return CliRunner().invoke(command, [str(file), *options])

    return run


def test_a_sheet_is_protected_and_explained(run) -> None:  # type: ignore[no-untyped-def]
    result = run(SHEET)
    assert result.exit_code == 0
    assert "South     85    x        x    112" in result.output
    assert "South / men: hidden, because it counts 6 people and fewer than 10 are not shown." in result.output
    assert "South / men: a reader can only tell that it lies between 1 and 26." in result.output


def test_what_goes_out_holds_no_reasons(run) -> None:  # type: ignore[no-untyped-def]
    result = run(LIST, "--inside", "district=region", "--csv")
    assert result.output == (
        "district,f,m,Total\na1,x,x,42\na2,x,x,19\nA,16,45,61\n"
        "b1,33,21,54\nb2,10,52,62\nB,43,73,116\nTotal,59,118,177\n"
    )


def test_a_table_that_must_not_go_out_ends_with_one_and_prints_no_csv(run) -> None:  # type: ignore[no-untyped-def]
    result = run("place,f,m\nN,1,2\nS,3,2\n", "--csv")
    assert result.exit_code == 1
    assert "THIS TABLE MUST NOT GO OUT." in result.output


def test_json_holds_everything(run) -> None:  # type: ignore[no-untyped-def]
    record = json.loads(run(SHEET, "--json").output)
    assert record["safe"] is True
    assert {"cell": ["South", "men"], "value": 6, "hidden": True, "interval": [1, 26]} in record["cells"]


def test_the_release_before_is_compared(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    earlier = tmp_path / "earlier.csv"
    earlier.write_text(SHEET, encoding="utf-8")
    result = run(SHEET.replace("120,34,12,166", "121,34,12,167"), "--earlier", str(earlier))
    assert result.exit_code == 1
    assert "it was 120 and is now 121" in result.output


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        pytest.param(
            SHEET.replace(",6,21,112", ",-6,21,100"),
            [],
            "South / men is -6; a count must be zero or more.",
            id="negative",
        ),
        pytest.param(
            SHEET.replace("166", "167"),
            [],
            "North / Total: it is 167, but its parts add up to 166.",
            id="total-does-not-add-up",
        ),
        pytest.param(
            SHEET.replace("34", "thirty"),
            [],
            "line 2, men: 'thirty' is not a whole number in plain digits.",
            id="no-number",
        ),
        pytest.param(
            SHEET.replace("34", "3.5"),
            [],
            "line 2, men: '3.5' is not a whole number in plain digits.",
            id="half-a-person",
        ),
        pytest.param("a,b\n", [], "at least one line of numbers.", id="empty"),
        pytest.param("sex,sex,count\nf,f,2\n", [], "the heading 'sex': it stands there twice", id="heading-twice"),
        pytest.param(
            "sex,count\nf,12,3\n", [], "line 2: it has 3 fields; it must have 2 as the headings.", id="ragged"
        ),
        pytest.param(
            "sex,count\nf,12\nf,3\n", [], "line 3: f stands there twice; give each combination once.", id="row-twice"
        ),
        pytest.param(
            "sex,count\nf,12\nTotal,12\n", [], "line 3: a list must not hold lines for Total", id="total-in-a-list"
        ),
        pytest.param(
            "a,b,count\n1,x,12\n2,y,12\n", [], "1 / y (and 1 more) has no number; write 0", id="missing-combination"
        ),
        pytest.param("a,b,count\n1,x,12\n,x,12\n", [], "line 3, a: it is empty; write “unknown”", id="empty-category"),
        pytest.param(
            "a,amount\nx,12\n",
            [],
            "amount: sums also need the columns people, largest_1 and largest_2.",
            id="sum-alone",
        ),
        pytest.param(LIST, ["--inside", "district=country"], "country: there is no such column", id="unknown-column"),
        pytest.param(
            LIST.replace("A,a2,m", "B,a2,m"),
            ["--inside", "district=region"],
            "a2 lies in B here and in A before",
            id="two-regions",
        ),
        pytest.param(
            SHEET, ["--threshold", "0"], "threshold is 0; it must be a whole number of at least 1.", id="no-threshold"
        ),
    ],
)
def test_bad_input_ends_with_two_and_one_sentence(run, content: str, options: list[str], sentence: str) -> None:  # type: ignore[no-untyped-def]
    result = run(content, *options)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_schemas_are_printed() -> None:
    for command in (protect, evaluate):
        assert json.loads(CliRunner().invoke(command, ["--schema"]).output)["type"] == "array"


def test_an_evaluation_refuses_where_few_borrowed(run) -> None:  # type: ignore[no-untyped-def]
    rows = "loan,outcome,age\n" + "".join(f"{int(at < 6)},0.{at % 10},{20 + at}\n" for at in range(60))
    options = ["--funnel", "counselled=1400,referred=43,loan=6", "--enrolled", "6", "60", "--only-suitable"]
    result = run(rows, *options, command=evaluate)
    assert result.exit_code == 0
    assert "Who gets loans: loan: 0.4 % (6 of 1400), counted from “counselled”." in result.output
    assert "only counts may be given" in result.output
    bad = run(rows.replace("0.3", "a lot"), *options, command=evaluate)
    assert (bad.exit_code, "line 5, outcome: 'a lot' is not a number." in bad.output) == (2, True)


@pytest.mark.parametrize("room", ["sankofa.disclosure", "sankofa.statistics"])
def test_every_sentence_is_there_in_english_and_french(room: str) -> None:
    assert missing_codes(texts(room, "en"), room, ["fr"]) == {}
    assert missing_codes(texts(room, "fr"), room, ["en"]) == {}
    assert uneven_codes(room, ["fr"]) == {}
