"""How names are found: folded to Latin, titles dropped, spellings meeting in their skeleton.

Source: the register's own rule (sankofa/returnees/rules/names.py); the cases are names of the twelve countries.
"""

import pytest

from sankofa.returnees.rules import names
from sankofa.returnees.rules.search import Sought, phone_digits, understood


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Amina Rahman", ["amina", "rahman"], id="plain"),
        pytest.param("Md. Rafiqul Islam", ["rafiqul", "islam"], id="title-dropped"),
        pytest.param("Md", ["md"], id="a-title-alone-stays"),
        pytest.param("Aïssatou Diallo", ["aissatou", "diallo"], id="accents"),
        pytest.param("N'Diaye", ["ndiaye"], id="apostrophe"),
        pytest.param("Rashed ul Haque", ["rashedul", "haque"], id="article-apart"),
        pytest.param("Zia-ur-Rahman", ["ziaur", "rahman"], id="article-with-strokes"),
        pytest.param("Ul Haq", ["ul", "haq"], id="article-that-follows-nothing"),
        pytest.param("Md ul Haq", ["ul", "haq"], id="article-that-follows-a-title"),
        pytest.param("আমিনা", ["amina"], id="bangla"),
        pytest.param("Հակոբյան", ["hakobyan"], id="armenian"),
        pytest.param("  ", [], id="blank"),
    ],
)
def test_a_name_is_folded_into_tokens(name: str, expected: list[str]) -> None:
    assert names.tokens(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("mohammed", "muhammad", id="muhammad"),
        pytest.param("mohamed", "mahamed", id="vowels"),
        pytest.param("rahman", "rehman", id="rahman"),
        pytest.param("hossain", "hussein", id="hossain"),
        pytest.param("fatoumata", "fatumata", id="fatoumata"),
        pytest.param("chowdhury", "choudhury", id="chowdhury"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert names.skeleton(one) == names.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("amina", "sakina", id="amina-sakina"),
        pytest.param("rahman", "rahim", id="rahman-rahim"),
        pytest.param("diallo", "diop", id="diallo-diop"),
    ],
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert names.skeleton(one) != names.skeleton(other)


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        pytest.param("", Sought.NOTHING, id="nothing"),
        pytest.param("  ", Sought.NOTHING, id="blanks"),
        pytest.param("SK-26-004217-5", Sought.CASE_NUMBER, id="case-number"),
        pytest.param("sk 26 004217 5", Sought.CASE_NUMBER, id="case-number-typed-loosely"),
        pytest.param("SK-26-004218-5", Sought.MISTYPED_CASE_NUMBER, id="case-number-with-a-slip"),
        pytest.param("+880 1712-345678", Sought.NUMBER, id="phone"),
        pytest.param("BX0123456", Sought.NUMBER, id="passport"),
        pytest.param("amina", Sought.NAME, id="name"),
        pytest.param("আমিনা রহমান", Sought.NAME, id="name-in-bangla"),
        pytest.param("!!!", Sought.NOTHING, id="no-letters"),
    ],
)
def test_one_box_understands_what_is_sought(text: str, sought: Sought) -> None:
    assert understood(text).sought is sought


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        pytest.param("+880 1712 345678", "12345678", id="with-prefix"),
        pytest.param("01712345678", "12345678", id="without-prefix"),
        pytest.param("০১৭১২৩৪৫৬৭৮", "12345678", id="bangla-digits"),
        pytest.param("12345", "", id="too-short"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_phone_is_found_with_and_without_its_country(written: str, digits: str) -> None:
    assert phone_digits(written) == digits
