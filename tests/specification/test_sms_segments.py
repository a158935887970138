"""How many SMS a text takes.

Source: 3GPP TS 23.038 and TS 23.040: one SMS holds 160 signs of the seven-bit alphabet or 70 of any other script; a
part of several holds 153 or 67.
"""

import pytest

from sankofa.messages.rules.segments import length_of


@pytest.mark.parametrize(
    ("text", "units", "parts", "is_seven_bit"),
    [
        pytest.param("", 0, 1, True, id="nothing"),
        pytest.param("a" * 160, 160, 1, True, id="as-long-as-one-can-be"),
        pytest.param("a" * 161, 161, 2, True, id="one-sign-more"),
        pytest.param("a" * 306, 306, 2, True, id="two-full-parts"),
        pytest.param("a" * 307, 307, 3, True, id="three-parts"),
        pytest.param("€" * 80, 160, 1, True, id="a-euro-counts-twice"),
        pytest.param("€" * 81, 162, 2, True, id="one-euro-more"),
        pytest.param("a" * 152 + "€" + "a" * 152, 306, 3, True, id="a-euro-is-not-torn"),
        pytest.param("é" * 160, 160, 1, True, id="some-accents-are-in-the-alphabet"),
        pytest.param("ê" * 70, 70, 1, False, id="others-are-not"),
        pytest.param("ê" * 71, 71, 2, False, id="and-then-seventy-is-all"),
        pytest.param("a’" * 35, 70, 1, False, id="a-curly-apostrophe-shortens-the-whole"),
        pytest.param("ہم" * 35, 70, 1, False, id="urdu"),
        pytest.param("ہم" * 36, 72, 2, False, id="urdu-in-two-parts"),
        pytest.param("😀" * 35, 70, 1, False, id="a-picture-counts-twice"),
        pytest.param("😀" * 36, 72, 2, False, id="one-picture-more"),
        pytest.param("😀" * 67, 134, 3, False, id="a-picture-is-not-torn"),
    ],
)
def test_a_text_takes_so_many_parts(text: str, units: int, parts: int, is_seven_bit: bool) -> None:
    found = length_of(text)
    assert (found.units, found.parts, found.is_seven_bit) == (units, parts, is_seven_bit)
