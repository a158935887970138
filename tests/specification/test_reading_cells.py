"""What a cell says, case by case: as offices in South Asia and West Africa write, and as spreadsheets distort."""

from datetime import date, datetime

import pytest

from sankofa.intake.rules.reading import (
    DayOrder,
    cleaned,
    day_order,
    read_age,
    read_code,
    read_day,
    read_money,
    read_phone,
    read_text,
    read_whole_number,
    read_yes_no,
)
from sankofa.intake.rules.terms import Cell, Value


def said(read: object) -> str:
    """Return a reading as the tables below write it: the value, or the code of the refusal in brackets."""
    value, finding = getattr(read, "value"), getattr(read, "finding")  # noqa: B009
    if value is None:
        return f"[{finding.code}]" if finding else ""
    return f"{value}" + (f" [{finding.code}]" if finding else "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2021-03-15", "2021-03-15", id="iso"),
        pytest.param("2021/3/15", "2021-03-15", id="iso-with-strokes"),
        pytest.param("2021-03-15T10:30:00Z", "2021-03-15", id="moment-of-a-form"),
        pytest.param("15.03.2021", "2021-03-15", id="points"),
        pytest.param("15/03/2021", "2021-03-15", id="strokes"),
        pytest.param("15/03/21", "2021-03-15", id="two-digit-year"),
        pytest.param("15/03/65", "1965-03-15", id="two-digit-year-of-birth"),
        pytest.param("05/04/2021", "2021-04-05", id="day-first-unless-told-otherwise"),
        pytest.param("03/25/2021", "2021-03-25", id="month-first-where-nothing-else-is-possible"),
        pytest.param("১৫/০৩/২০২১", "2021-03-15", id="bengali-digits"),
        pytest.param("15-Mar-21", "2021-03-15", id="spreadsheet-english"),
        pytest.param("15 March 2021", "2021-03-15", id="english"),
        pytest.param("March 15, 2021", "2021-03-15", id="american"),
        pytest.param("Mon, 15 March 2021", "2021-03-15", id="with-weekday"),
        pytest.param("1er août 2020", "2020-08-01", id="french-first"),
        pytest.param("15 févr. 2020", "2020-02-15", id="french-abbreviated"),
        pytest.param("March 2021", "2021-03", id="month-english"),
        pytest.param("mars 2021", "2021-03", id="month-french"),
        pytest.param("Mar-21", "2021-03", id="month-spreadsheet"),
        pytest.param("03/2021", "2021-03", id="month-in-figures"),
        pytest.param("2021-03", "2021-03", id="month-iso"),
        pytest.param("2021", "2021", id="year"),
        pytest.param(2021, "2021", id="year-as-number"),
        pytest.param("2021.0", "2021", id="year-as-fraction"),
        pytest.param(44270, "2021-03-15", id="excel-serial"),
        pytest.param("44270.0", "2021-03-15", id="excel-serial-as-text"),
        pytest.param("44270.4375", "2021-03-15", id="excel-serial-with-time"),
        pytest.param("20210315", "2021-03-15", id="eight-digits"),
        pytest.param(date(2021, 3, 15), "2021-03-15", id="real-day"),
        pytest.param(datetime(2021, 3, 15, 10, 0), "2021-03-15", id="real-moment"),  # noqa: DTZ001  as openpyxl gives it
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="no-cell"),
        pytest.param(" - ", "", id="a-dash-is-nothing-said"),
        pytest.param("inconnu", "", id="not-known"),
        pytest.param("31/02/2021", "[not_in_calendar]", id="not-in-the-calendar"),
        pytest.param("29/02/2021", "[not_in_calendar]", id="no-leap-year"),
        pytest.param("29/02/2020", "2020-02-29", id="leap-year"),
        pytest.param("15/13/2021", "[not_a_day]", id="no-thirteenth-month"),
        pytest.param("32/01/2021", "[not_a_day]", id="no-thirty-second"),
        pytest.param("1400/05/12", "[other_calendar]", id="persian"),
        pytest.param("2078-04-15", "[other_calendar]", id="bikram-sambat"),
        pytest.param("last summer", "[not_a_day]", id="words"),
        pytest.param("#REF!", "[spreadsheet_error]", id="error"),
    ],
)
def test_days(written: Value, expected: str) -> None:
    assert said(read_day(Cell(written), "returned_on")) == expected


@pytest.mark.parametrize(
    ("written", "day_first", "expected"),
    [
        pytest.param("03/04/2021", True, "2021-04-03", id="day-first"),
        pytest.param("03/04/2021", False, "2021-03-04", id="month-first"),
        pytest.param("03/04/2021", None, "[ambiguous_day]", id="column-writes-both-ways"),
        pytest.param("03/03/2021", None, "2021-03-03", id="the-same-either-way"),
        pytest.param("25/03/2021", None, "2021-03-25", id="possible-one-way-only"),
    ],
)
def test_order_of_day_and_month(written: str, day_first: bool | None, expected: str) -> None:
    assert said(read_day(Cell(written), "returned_on", day_first)) == expected


def test_a_day_that_is_not_in_the_calendar_is_sent_back_with_the_last_that_is() -> None:
    finding = read_day(Cell("31/02/2021"), "returned_on").finding
    assert finding is not None
    assert dict(finding.facts) == {
        "field": "returned_on", "value": "31/02/2021", "iso": "2021-02-28", "written": "28/02/2021",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        pytest.param(["03/04/2021", "25/04/2021"], DayOrder.DAY_FIRST, id="one-day-over-twelve"),
        pytest.param(["03/04/2021", "04/25/2021"], DayOrder.MONTH_FIRST, id="one-month-behind"),
        pytest.param(["03/04/2021", "04/05/2021"], DayOrder.UNPROVEN, id="all-possible-both-ways"),
        pytest.param(["25/04/2021", "04/25/2021"], DayOrder.MIXED, id="both"),
        pytest.param(["2021-04-25", None, 44270], DayOrder.UNPROVEN, id="nothing-written-in-figures"),
    ],
)
def test_what_a_column_proves_about_its_days(column: list[Value], expected: DayOrder) -> None:
    assert day_order([Cell(value) for value in column]) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(12, "12", id="number"),
        pytest.param("12", "12", id="text"),
        pytest.param("12.0", "12", id="fraction-of-nothing"),
        pytest.param("1,200", "1200", id="thousands-comma"),
        pytest.param("1 200", "1200", id="thousands-blank"),
        pytest.param("1\u202f200", "1200", id="thousands-narrow-blank"),
        pytest.param("1,00,000", "100000", id="lakh"),
        pytest.param("8801712345678.0", "8801712345678", id="long-number-as-fraction"),
        pytest.param("8.80171E+12", "[digits_lost]", id="long-number-shortened"),
        pytest.param("1.2E+3", "1200", id="short-number-in-powers"),
        pytest.param("1.200", "[two_numbers]", id="twelve-hundred-or-one-and-a-fifth"),
        pytest.param("12.5", "[not_whole]", id="half"),
        pytest.param("४२", "42", id="devanagari-digits"),
        pytest.param("a dozen", "[not_a_number]", id="words"),
        pytest.param("", "", id="empty"),
    ],
)
def test_whole_numbers(written: Value, expected: str) -> None:
    assert said(read_whole_number(Cell(written), "children")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("+880 1712-345678", "+8801712345678", id="international"),
        pytest.param("01712 345 678", "01712345678", id="local"),
        pytest.param("'01712345678", "01712345678", id="apostrophe-of-the-spreadsheet"),
        pytest.param(8801712345678, "8801712345678", id="number"),
        pytest.param("8801712345678.0", "8801712345678", id="fraction"),
        pytest.param("8.80171E+12", "[digits_lost]", id="shortened"),
        pytest.param("(223) 76 12 34 56", "22376123456", id="brackets"),
        pytest.param("Tél : 76 12 34 56", "76123456", id="with-word"),
        pytest.param("01712345678 / 01812345678", "01712345678 [several_phones]", id="two"),
        pytest.param("12345", "[not_a_phone]", id="too-short"),
        pytest.param("no phone", "[not_a_phone]", id="words"),
        pytest.param("N/A", "", id="not-available"),
    ],
)
def test_phones(written: Value, expected: str) -> None:
    assert said(read_phone(Cell(written), "phone")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("BX0123456", "BX0123456", id="passport"),
        pytest.param("0012345", "0012345", id="leading-zeros-stay"),
        pytest.param("1990123456789.0", "1990123456789", id="fraction"),
        pytest.param("1.99012E+12", "[digits_lost]", id="shortened"),
    ],
)
def test_document_numbers(written: Value, expected: str) -> None:
    assert said(read_code(Cell(written), "document_number")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("34", "34", id="figures"),
        pytest.param(34, "34", id="number"),
        pytest.param("34.0", "34", id="fraction"),
        pytest.param("34 yrs", "34", id="years"),
        pytest.param("34 ans", "34", id="french"),
        pytest.param("approx 34 yrs", "34?", id="approximately"),
        pytest.param("environ 34 ans", "34?", id="french-approximately"),
        pytest.param("~34", "34?", id="tilde"),
        pytest.param("8 months", "0", id="a-baby"),
        pytest.param("30-35", "[not_an_age]", id="between"),
        pytest.param("250", "[not_an_age]", id="nobody-is"),
        pytest.param("", "", id="empty"),
    ],
)
def test_ages(written: Value, expected: str) -> None:
    read = read_age(Cell(written), "age")
    if read.value is None:
        assert said(read) == expected
    else:
        assert f"{read.value.years}{'?' if read.value.is_approximate else ''}" == expected


@pytest.mark.parametrize(
    ("written", "currency", "expected"),
    [
        pytest.param("12500", "BDT", "12500.00 BDT", id="plain"),
        pytest.param("12,500.50", "BDT", "12500.50 BDT", id="english"),
        pytest.param("12.500,50", "BDT", "12500.50 BDT", id="continental"),
        pytest.param("12 500,50", "BDT", "12500.50 BDT", id="french"),
        pytest.param("12,34,567", "BDT", "1234567.00 BDT", id="south-asian-groups"),
        pytest.param("Tk. 12,500/-", "BDT", "12500.00 BDT", id="taka"),
        pytest.param("৳ ১২,৫০০", "BDT", "12500.00 BDT", id="bengali"),
        pytest.param("1.5 lakh", "BDT", "150000.00 BDT", id="lakh"),
        pytest.param("500 000 FCFA", "XOF", "500000 XOF", id="francs"),
        pytest.param("0.1", "BDT", "0.10 BDT", id="a-tenth-is-a-tenth"),
        pytest.param("Rs 500", "BDT", "[other_currency]", id="rupees-are-not-taka"),
        pytest.param("500 EUR", "XOF", "[other_currency]", id="euros-are-not-francs"),
        pytest.param("1.234", "BDT", "[two_numbers]", id="thousand-or-one"),
        pytest.param("100,5", "XOF", "[too_many_decimals]", id="half-a-franc"),
        pytest.param("-500", "BDT", "[negative_amount]", id="below-zero"),
        pytest.param("(500)", "BDT", "[negative_amount]", id="accountants-minus"),
        pytest.param("5000-6000", "BDT", "[not_an_amount]", id="between"),
        pytest.param("a lot", "BDT", "[not_an_amount]", id="words"),
        pytest.param("0", "BDT", "0.00 BDT", id="nothing-owed-is-not-unknown"),
        pytest.param("", "BDT", "", id="empty-is-not-zero"),
    ],
)
def test_money(written: Value, currency: str, expected: str) -> None:
    assert said(read_money(Cell(written), "income", currency)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Yes", "True", id="yes"),
        pytest.param("oui", "True", id="oui"),
        pytest.param("X", "True", id="cross"),
        pytest.param(1, "True", id="one"),
        pytest.param(True, "True", id="true"),
        pytest.param("N", "False", id="no"),
        pytest.param("Non.", "False", id="non"),
        pytest.param(False, "False", id="false"),
        pytest.param("", "", id="empty-is-neither"),
        pytest.param("perhaps", "[not_yes_or_no]", id="perhaps"),
    ],
)
def test_yes_and_no(written: Value, expected: str) -> None:
    assert said(read_yes_no(Cell(written), "registered")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("\u00a0Amina\u00a0 Rahman ", "Amina Rahman", id="hard-blanks"),
        pytest.param("Amina\nRahman", "Amina Rahman", id="line-in-a-cell"),
        pytest.param("\u200bAmina\x07", "Amina", id="signs-nobody-sees"),
        pytest.param("'Amina", "Amina", id="apostrophe-of-the-spreadsheet"),
        pytest.param("N'Diaye", "N'Diaye", id="apostrophe-of-the-name"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiners-of-persian-stay"),
        pytest.param("Ame\u0301lie", "Amélie", id="accents-composed"),
    ],
)
def test_text_is_cleaned_of_what_nobody_sees(written: str, expected: str) -> None:
    assert cleaned(written) == expected


def test_a_lost_letter_is_kept_with_a_remark() -> None:
    assert said(read_text(Cell("S\ufffdkou Traor\ufffd"), "name")) == "S\ufffdkou Traor\ufffd [broken_character]"
