"""A way of scoring written anew with other weights: the same questions, values, bands and flags, as a text of its own.

Only what the questions of a side weigh among themselves changes, and only on the sides for which weights were found.
A question that was set aside keeps the weight it had; the others share the rest.  How the sides are mixed stays.

Source: domain notes on the score, 1.6 (a scheme is a versioned file, and a changed one is a new version).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sankofa.sustainability.rules.terms import Dimension, Scheme


def new_weights(dimension: Dimension, found: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return what every question of a side weighs once some of them are weighed anew; together they are 1."""
    kept = {name: weight for name, weight in dimension.weights.items() if name not in found}
    rest = 1 - sum(kept.values(), Fraction(0))
    return {name: kept.get(name, rest * found.get(name, Fraction(0))) for name in dimension.weights}


def written(
    base: str,
    scheme: Scheme,
    found: Mapping[str, Mapping[str, Fraction]],
    *,
    code: str,
    version: str,
    title: Mapping[str, str],
    source: Mapping[str, str],
) -> str:
    """Return the text of a new version; `base` is the text of the scheme that it comes from, `found` by side."""
    content = tomllib.loads(base)
    content |= {"code": code, "version": version, "title": dict(title), "source": dict(source)}
    sides = {dimension.code: dimension for dimension in scheme.dimensions}
    for table in content["dimensions"]:
        side = sides[table["code"]]
        if side.code in found:
            table["topics"] = _topics(side, new_weights(side, found[side.code]))
    return _text(content)


def _topics(side: Dimension, weights: Mapping[str, Fraction]) -> list[dict[str, Any]]:
    topics = []
    for topic in side.topics:
        whole = sum((weights[name] for name in topic.questions), Fraction(0))
        shares = {name: str(weights[name] / whole) for name in topic.questions}
        topics.append({"code": topic.code, "weight": str(whole), "questions": shares})
    return topics


def _text(content: Mapping[str, Any]) -> str:
    """Return a scheme as TOML: single values first, then tables, then lists of tables."""
    lines = [f"{key} = {_value(value)}" for key, value in content.items() if not isinstance(value, (dict, list))]
    for key, value in content.items():
        if not isinstance(value, dict):
            continue
        inner = {name: one for name, one in value.items() if isinstance(one, dict)} if key == "scales" else {}
        tables = {f"{key}.{name}": one for name, one in inner.items()} or {key: value}
        for name, table in tables.items():
            lines += ["", f"[{name}]", *(f"{_value(one)} = {_value(held)}" for one, held in table.items())]
    for key, value in content.items():
        for table in value if isinstance(value, list) else ():
            lines += ["", f"[[{key}]]", *(f"{name} = {_value(held)}" for name, held in table.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_value(name)} = {_value(held)}" for name, held in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # What JSON writes of a text, a TOML text reads the same, but for one sign that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
