"""Laws of exports that are read, and a real one: 241 households with 965 people, published with its form.

Source: REACH, multi-sectoral needs assessment 2024 (MIT), read from `../shared/data/xlsforms`.
"""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sankofa.surveys.rules import exported, written
from sankofa.surveys.rules.instance import sent
from sankofa.surveys.rules.outline import outline
from sankofa.surveys.rules.shape import shape
from sankofa.surveys.rules.xlsform import Sheets, instrument
from sankofa.surveys.workbooks import tables_in

NUMBER = UUID("11111111-1111-4111-8111-111111111111")
SHEETS = Sheets(
    survey="type,name,label::English (en),relevant,required,appearance,constraint\n"
    "begin_group,home,Home,,,,\ntext,roof,Roof?,,,,\nend_group,,,,,,\n"
    "begin_repeat,member,Members,,,,\nbegin_group,who,Who,,,,\ntext,called,Name,,,,\ntext,work,Work,,,,\n"
    "end_group,,,,,,\nend_repeat,,,,,,\n",
    choices="list_name,name,label::English (en)\n",
    settings="form_title,form_id,version,default_language\nHouse,house,1,English (en)\n",
)
FORM = instrument(SHEETS)
OUTLINE = outline(
    {
        "survey": [line.split(",") for line in SHEETS.survey.splitlines()],
        "choices": [],
        "settings": [line.split(",") for line in SHEETS.settings.splitlines()],
    }
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1)


@given(st.one_of(st.just(""), TEXTS), st.lists(st.dictionaries(st.sampled_from(["called", "work"]), TEXTS)))
def test_what_is_written_for_the_way_of_filled_forms_is_read_back(roof: str, members: list[dict[str, str]]) -> None:
    row = written.Row({"roof": roof} if roof else {}, {"member": [written.Row(member) for member in members]})
    text = written.instance(row, form=shape(OUTLINE), code="house", version="1", instance_id=NUMBER,
                            case_number="SK-26-004217-5")  # fmt: skip
    read = sent(text, FORM)
    assert (read.envelope.code, read.envelope.version, read.envelope.instance_id) == ("house", "1", NUMBER)
    assert read.case_number == "SK-26-004217-5"
    assert read.unknown == ()
    assert read.filled.answers == _writable({"roof": roof})
    assert list(read.filled.rows.get("member", ())) == [_writable(member) for member in members]


def _writable(said: dict[str, str]) -> dict[str, str]:
    """What XML can hold of it: two signs at the end of the first plane it cannot."""
    held = {name: text.replace("\ufffe", "").replace("\uffff", "").strip() for name, text in said.items()}
    return {name: text for name, text in held.items() if text}


@given(st.permutations(range(6)), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_in_whatever_order_rows_stand_everybody_is_found_below_their_own_household(
    order: Sequence[int], households: list[int]
) -> None:
    main = [["roof", "_uuid", "_index"], *([f"roof {n}", f"{n}{str(NUMBER)[1:]}", str(n)] for n in range(3))]
    members = [[f"person {n}", str(households[n])] for n in order]
    read = exported.export({"main": main, "member": [["called", "_parent_index"], *members]}, OUTLINE)
    for number, entry in enumerate(read.entries):
        wanted = [f"person {n}" for n in order if households[n] == number]
        assert [row.answers["called"] for row in entry.below.get("member", [])] == wanted
    assert sum(sheet.linked for sheet in read.sheets if sheet.repeat) == 6


def test_every_household_and_everybody_in_it_is_found_in_a_real_export(shared_data: Path) -> None:
    names = ("REACH_2024_MSNA-kobo-tool_draft_v11.xlsx", "REACH_2024_MSNA_dummy_raw_data.xlsx")
    form, rows = (tables_in((shared_data / "xlsforms" / name).read_bytes()) for name in names)
    read = exported.export(rows, outline(form))
    assert len(read.entries) == 241
    assert {sheet.repeat: (sheet.rows, sheet.linked) for sheet in read.sheets if sheet.repeat} == dict.fromkeys(
        ("roster", "edu_ind", "health_ind", "nut_ind"), (965, 965)
    )
    assert sum(len(entry.below["roster"]) for entry in read.entries) == 965
    # The published numbers are no UUIDs; each household still has one of its own, the same every time.
    assert len({exported.instance_id(entry, code="msna") for entry in read.entries}) == 241
    assert {found.code for found in read.findings} == {"column.unknown"}
    first = read.entries[0]
    assert first.answers["hh_size"] == "4"
    assert [row.answers["ind_gender"] for row in first.below["roster"]][:3] == ["other", "female", "female"]
