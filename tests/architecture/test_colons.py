"""A colon between a name and what it is stands as the reader's language has it: French leaves a space before it."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.architecture.house import ROOT

TRANSLATED_WHOLE = re.compile(r"{% comment.*?endcomment %}|{% blocktranslate.*?endblocktranslate %}", re.DOTALL)
BARE = re.compile(r".{0,40}(?:%}|}}|</b>|</bdi>): ")


def test_no_page_writes_a_colon_after_a_name_by_itself() -> None:
    pages = sorted((ROOT / "sankofa").glob("*/templates/**/*.html"))
    assert pages
    bare = [
        f"{page.relative_to(ROOT)}: {found}"
        for page in pages
        for found in BARE.findall(TRANSLATED_WHOLE.sub("", page.read_text(encoding="utf-8")))
    ]
    assert not bare, "use {% colon %}:\n" + "\n".join(bare)


@pytest.mark.parametrize(("language", "said"), [("en", "A: b"), ("fr", "A\u00a0: b"), ("ur", "A: b")])
def test_the_colon_is_that_of_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert Template("{% load shell %}A{% colon %} b").render(Context()) == said
