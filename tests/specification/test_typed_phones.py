"""Whether a phone that somebody types can be one: letters and impossible lengths are refused, unusual ones asked back.

Source: ITU-T E.164 and the national numbering plans.
"""

import pytest

from sankofa.returnees.rules.phones import wrong_with_phone


@pytest.mark.parametrize(
    ("phone", "country", "found"),
    [
        pytest.param("+880 1712-345678", "BD", [], id="bangladesh-with-the-plus"),
        pytest.param("01712 345678", "BD", [], id="bangladesh-as-said-at-home"),
        pytest.param("8801712345678", "BD", [], id="bangladesh-without-the-plus"),
        pytest.param("00880 1712 345678", "BD", [], id="bangladesh-with-00"),
        pytest.param("0171234567", "BD", ["phone_unusual"], id="bangladesh-one-figure-short"),
        pytest.param("+966 50 123 4567", "BD", [], id="a-phone-of-another-country"),
        pytest.param("77 123 45 67", "SN", [], id="senegal"),
        pytest.param("76 12 34 56", "ML", [], id="mali"),
        pytest.param("+92 300 1234567", "PK", [], id="pakistan"),
        pytest.param("+92 300 123456", "PK", ["phone_unusual"], id="pakistan-one-figure-short"),
        pytest.param("০১৭১২৩৪৫৬৭৮", "BD", [], id="figures-of-bangla"),
        pytest.param("01712 34567O", "BD", ["phone_with_letters"], id="the-letter-o"),
        pytest.param("ask her brother", "BD", ["phone_with_letters"], id="words"),
        pytest.param("12345", "BD", ["phone_length"], id="five-figures"),
        pytest.param("1234567890123456", "BD", ["phone_length"], id="sixteen-figures"),
        pytest.param("5551234", "OM", [], id="a-country-whose-plan-is-not-known"),
    ],
)
def test_a_phone_is_looked_at_as_its_country_writes_it(phone: str, country: str, found: list[str]) -> None:
    assert [finding.code for finding in wrong_with_phone(phone, country=country)] == found
