"""Whether the number of a paper that somebody types can be one, as far as the paper says so itself.

Sources: ICAO Doc 9303 part 3 (its own specimen L898902C3 with check digit 6; D23145890 with 7); Verhoeff 1969 (236
with check figure 3); the issuers named in the module.  The numbers are made up; they belong to nobody.
"""

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.returnees.rules.papers import is_verhoeff, passport_check, wrong_with_paper


@pytest.mark.parametrize(
    ("kind", "number", "country", "found"),
    [
        pytest.param("passport", "BX 0123456", "BD", [], id="a-passport"),
        pytest.param("passport", "L898902C36", "BD", [], id="a-passport-with-its-check-figure"),
        pytest.param("passport", "L898902C37", "BD", ["passport_check"], id="the-check-figure-is-wrong"),
        pytest.param("passport", "L898920C36", "BD", ["passport_check"], id="two-figures-swapped"),
        pytest.param("passport", "AB2134<<<5", "BD", [], id="a-short-one-as-machines-read-it"),
        pytest.param("passport", "AB213", "BD", ["passport_length"], id="five-signs"),
        pytest.param("passport", "lost", "BD", ["paper_without_figures"], id="a-word"),
        pytest.param("identity", "1234567890", "BD", [], id="bangladesh-smart-card"),
        pytest.param("identity", "1990 1234567890123", "BD", [], id="bangladesh-with-the-year"),
        pytest.param("identity", "123456789012", "BD", ["identity_bangladesh"], id="bangladesh-twelve-figures"),
        pytest.param("identity", "2341 2341 2346", "IN", [], id="aadhaar"),
        pytest.param("identity", "2341 2341 2347", "IN", ["aadhaar_check"], id="aadhaar-last-figure-wrong"),
        pytest.param("identity", "2341 2341 234", "IN", ["aadhaar_length"], id="aadhaar-eleven-figures"),
        pytest.param("identity", "ABC1234567", "IN", [], id="a-voter-s-card-has-no-sum"),
        pytest.param("identity", "35202-1234567-1", "PK", [], id="pakistan"),
        pytest.param("identity", "35202-123456-1", "PK", ["identity_pakistan"], id="pakistan-one-figure-short"),
        pytest.param("identity", "901231234V", "LK", [], id="sri-lanka-old-card"),
        pytest.param("identity", "906231234X", "LK", [], id="sri-lanka-a-woman-s-old-card"),
        pytest.param("identity", "904001234V", "LK", ["identity_sri_lanka_day"], id="sri-lanka-day-400"),
        pytest.param("identity", "199012301234", "LK", [], id="sri-lanka-new-card"),
        pytest.param("identity", "90123123V", "LK", ["identity_sri_lanka"], id="sri-lanka-one-figure-short"),
        pytest.param("identity", "123-456-789-0", "NP", [], id="nepal-national-number"),
        pytest.param("identity", "27-01-70-01234", "NP", ["identity_nepal"], id="nepal-a-certificate-is-asked-back"),
        pytest.param("identity", "1-234", "SN", [], id="a-country-whose-numbers-say-nothing"),
        pytest.param("licence", "7", "BD", [], id="a-paper-of-another-kind"),
        pytest.param("identity", "১২৩৪৫৬৭৮৯০", "BD", [], id="figures-of-bangla"),
    ],
)
def test_a_number_is_looked_at_as_its_paper_is_made(kind: str, number: str, country: str, found: list[str]) -> None:
    assert [finding.code for finding in wrong_with_paper(kind, number, country=country)] == found


@pytest.mark.parametrize(
    ("number", "check"),
    [pytest.param("L898902C3", 6, id="specimen-of-part-4"), pytest.param("D23145890", 7, id="specimen-of-part-3")],
)
def test_the_check_figure_of_a_passport_is_the_standard_s(number: str, check: int) -> None:
    assert passport_check(number) == check


@given(st.text(digits, min_size=2, max_size=12), st.data())
def test_verhoeff_finds_every_single_slip(number: str, data: st.DataObject) -> None:
    whole = next(number + last for last in digits if is_verhoeff(number + last))
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from([sign for sign in digits if sign != whole[place]]))
    assert not is_verhoeff(whole[:place] + other + whole[place + 1 :])


@given(
    st.text(digits + ascii_uppercase, min_size=1, max_size=40), st.sampled_from(["BD", "IN", "LK", "NP", "PK", "SN"])
)
def test_any_text_gets_an_answer(number: str, country: str) -> None:
    for kind in ("passport", "identity"):
        assert all(finding.facts["field"] == "number" for finding in wrong_with_paper(kind, number, country=country))
