"""Words of the map on pages of other languages: English, and marked so.

The map is written in English.  On a French or Urdu page its words are a foreign language, which a screen reader has to
pronounce and a browser has to lay out as such.  What an office wrote may be in any language: it stands apart from its
surroundings, and its direction is read from its letters.
"""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from sankofa.provision import queries, sayings

register = template.Library()
_QUOTED = re.compile(f"{sayings.QUOTE}([^{sayings.QUOTE}{sayings.UNQUOTE}]*){sayings.UNQUOTE}")


@register.filter
def said(text: object) -> SafeString:
    """Write words of an entry: marked as English where our map says them so and the page is in another language."""
    words = str(text)
    if sayings.language() != "en" and words.removesuffix(".") in queries.english():
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', words)
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def told(text: object) -> SafeString:
    """Write a sentence of ours that quotes the map: only what it quotes is marked."""
    pieces = _QUOTED.split(str(text))
    return mark_safe("".join(said(one) if place % 2 else conditional_escape(one) for place, one in enumerate(pieces)))  # noqa: S308  every piece is escaped
