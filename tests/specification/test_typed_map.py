"""Worked examples of reading the map's text: what is understood, and how every fault is told.

Source: the form written down in `sankofa/provision/content/README.md`; the entries are invented.
"""

import pytest

from sankofa.provision.rules.content import ContentNotUnderstood, entries
from sankofa.provision.rules.eligibility import Bounds
from sankofa.provision.rules.terms import Dimension, Kind, Status

HEAD = 'paper = "mapping"\nas_of = 2022\ncountry = "BD"\n'
BODY = HEAD + '[[entry]]\ncode = "bd-centre"\nkind = "body"\nname = "Centre"\npages = [14]\n'


def _faults(text: str) -> list[str]:
    with pytest.raises(ContentNotUnderstood) as told:
        entries({"bd.toml": text})
    return [str(fault) for fault in told.value.faults]


def test_an_entry_is_read_as_it_is_typed_and_serves_its_country_where_no_area_is_named() -> None:
    [entry] = entries(
        {
            "bd.toml": HEAD
            + """
[[entry]]
code = "bd-training"
kind = "programme"
name = "Training  of\\nreturnees"
dimensions = ["economic"]
status = "closed"
pages = [14, 15]
until = 2021
[[entry.figures]]
what = "trained"
number = 3250
unit = "people"
[entry.rules]
age = {from = 18, until = 46}
papers = ["passport", ["national_id", "birth_certificate"]]
"""
        }
    )
    assert (entry.kind, entry.name, entry.status) == (Kind.PROGRAMME, "Training of returnees", Status.CLOSED)
    assert (entry.country, entry.areas, entry.dimensions) == ("BD", ("BD",), frozenset({Dimension.ECONOMIC}))
    assert (entry.source.paper, entry.source.pages, entry.as_of, entry.span.end) == ("mapping", (14, 15), 2022, "2021")
    assert entry.rules[0].rules.age == Bounds(18, 46)
    assert entry.rules[0].rules.papers == (("passport",), ("national_id", "birth_certificate"))
    assert entry.returns_clause is None
    assert entry.may_be_matched


def test_microcredit_stands_on_the_map_but_may_not_be_matched() -> None:
    [entry] = entries({"bd.toml": BODY + "microcredit = true\n"})
    assert entry.microcredit
    assert not entry.may_be_matched


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[[entry", "the file: is not TOML", id="no-toml"),
        pytest.param(BODY.replace('country = "BD"\n', ""), "bd-centre, country: is None", id="no-country"),
        pytest.param(BODY.replace("pages = [14]\n", ""), "bd-centre, pages: is missing", id="no-page"),
        pytest.param(BODY.replace('paper = "mapping"\n', ""), "bd-centre, paper: is missing", id="no-source"),
        pytest.param(BODY.replace("as_of = 2022\n", ""), "as_of: is None", id="no-year"),
        pytest.param(BODY.replace('"body"', '"club"'), "bd-centre, kind: is “club”", id="unknown-kind"),
        pytest.param(BODY + 'microcredit = "yes"\n', "bd-centre, microcredit: is 'yes'", id="microcredit-in-words"),
        pytest.param(BODY + 'colour = "red"\n', "bd-centre: “colour” is not known here", id="unknown-field"),
        pytest.param(BODY + 'areas = ["IN.KL"]\n', "“IN.KL” does not lie in BD", id="an-area-elsewhere"),
        pytest.param(
            BODY + 'run_by = ["bd-nobody"]\n', "run_by: names “bd-nobody”, which is no entry", id="no-such-body"
        ),
        pytest.param(BODY + "from = 2020\nuntil = 2018\n", "“2018” lies before “2020”", id="ends-before-it-begins"),
        pytest.param(BODY + "rules = {age = {from = 46, until = 18}}\n", "so nobody could use it", id="no-such-age"),
        pytest.param(BODY + "rules = {sexes = []}\n", "so nobody could use it", id="no-sex-at-all"),
        pytest.param(BODY + "rules = {papers = [[]]}\n", "can never be shown", id="no-paper-would-do"),
        pytest.param(
            BODY + 'areas = ["BD.60"]\nrules = {lives_in = ["BD.30"]}\n',
            "outside the areas served",
            id="lives-elsewhere",
        ),
        pytest.param(BODY + 'rules = {after = ["bd-centre"]}\n', "bd-centre → bd-centre", id="after-itself"),
        pytest.param(
            BODY + "rules = [{until = 2022-07-01}, {from = 2022-06-01}]\n", "hold at once from 2022-06-01", id="overlap"
        ),
        pytest.param(BODY + "rules = [{}, {}]\n", "hold at once from the beginning", id="two-without-days"),
        pytest.param(
            BODY + 'figures = [{what = "x", number = "12", unit = "people"}]\n', "without quotes", id="quoted"
        ),
    ],
)
def test_every_fault_says_where_it_is_and_what_would_be_right(text: str, told: str) -> None:
    faults = _faults(text)
    assert len(faults) == 1
    assert faults[0].startswith("bd.toml, ")
    assert told in faults[0]


def test_a_code_stands_once_over_all_files() -> None:
    with pytest.raises(ContentNotUnderstood) as told:
        entries({"bd.toml": BODY, "more.toml": BODY})
    assert [fault.file for fault in told.value.faults] == ["more.toml"]


def test_a_circle_over_several_programmes_is_told_with_its_way() -> None:
    text = HEAD + "".join(
        f'[[entry]]\ncode = "bd-{one}"\nkind = "programme"\nname = "{one}"\npages = [1]\n'
        f'rules = {{after = ["bd-{next_}"]}}\n'
        for one, next_ in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    assert _faults(text)[0].endswith("leads back to itself: bd-a → bd-b → bd-c → bd-a.")


def test_rules_may_follow_one_another() -> None:
    [entry] = entries({"bd.toml": BODY + "rules = [{from = 2022-07-01}, {until = 2022-07-01}]\n"})
    assert [dated.start is None for dated in entry.rules] == [True, False]
