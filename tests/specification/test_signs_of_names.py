"""Which signs a name may hold: every script's letters and what stands between names, and nothing that does harm.

Source: the Unicode Standard, general categories; names of the twelve countries as lists and papers write them.
"""

import pytest

from sankofa.returnees.rules.name_signs import wrong_with_name

RIGHT = [
    "Md. Abdul Karim", "N’Diaye-Fall", "O'Brien", "Traoré", "Ameena (Mina) Rahman", "Rajan S/O Kumar", "Raju @ Rajan",
    "Amina “Mina” Rahman", "Rahman, Amina", "কুলসুম আখতার", "عبد\u200cالرحمن", "श्री\u200dमती देवी", "සුනිල් පෙරේරා",
    "முருகன் செல்வம்", "Աննա Պետրոսյան", "ߡߊ߬ߘߌ߬", "محمد ۔ علی", "Müller‐Lüdenscheid", "Louis 2", "Kwame [Kofi] Mensah",
]  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_names_of_every_script_are_right_as_they_are(name: str) -> None:
    assert list(wrong_with_name(name, field="given_name")) == []


@pytest.mark.parametrize(
    ("name", "code", "place", "said"),
    [
        pytest.param("<b>Amina", "name_sign", 1, "<b>Amina", id="marks-of-a-web-page"),
        pytest.param("Amina & Rahim", "name_sign", 7, "Amina & Rahim", id="two-people-in-one-name"),
        pytest.param("Amina\tRahman", "name_sign_unseen", 6, "Amina▯Rahman", id="a-tab"),
        pytest.param("Amina\nRahman", "name_sign_unseen", 6, "Amina▯Rahman", id="a-line-break"),
        pytest.param("Amina\x00", "name_sign_unseen", 6, "Amina▯", id="a-control-sign"),
        pytest.param("Am\u202eina", "name_sign_unseen", 3, "Am▯ina", id="what-turns-the-direction"),
        pytest.param("Am\u200bina", "name_sign_unseen", 3, "Am▯ina", id="a-blank-without-width"),
        pytest.param("Amina 🙂", "name_sign", 7, "Amina 🙂", id="a-picture"),
        pytest.param("=HYPERLINK(1)", "name_sign", 1, "=HYPERLINK(1)", id="a-formula"),
    ],
)
def test_what_does_not_belong_in_a_name_is_told_with_its_place(name: str, code: str, place: int, said: str) -> None:
    (found,) = wrong_with_name(name, field="given_name")
    assert (found.code, found.facts["place"], found.facts["said"]) == (code, place, said)
    assert found.facts["field"] == "given_name"
