"""What a form says of an answer that it cannot take: our own words, in the language of the page, on every form."""

from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.utils import translation

from sankofa.project.rooms import ROOMS

LANGUAGES = ("en", "fr", "ur")
SAID = [
    pytest.param(forms.IntegerField(max_value=110), "200", id="more than can be"),
    pytest.param(forms.IntegerField(min_value=1), "-4", id="less than can be"),
    pytest.param(forms.IntegerField(), "thirty", id="no number"),
    pytest.param(forms.CharField(max_length=80), "x" * 100, id="too long"),
    pytest.param(forms.CharField(), "Shirin\0", id="a sign that cannot be kept"),
    pytest.param(forms.CharField(), "", id="nothing at all"),
    pytest.param(forms.ChoiceField(choices=[("a", "A")]), "b", id="none of the answers"),
    pytest.param(forms.MultipleChoiceField(choices=[("a", "A")]), ["b"], id="none of several answers"),
]


@pytest.mark.parametrize(("field", "typed"), SAID)
def test_each_language_has_a_refusal_of_its_own(field: forms.Field, typed: object) -> None:
    told = {}
    for language in LANGUAGES:
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            field.clean(typed)
        with translation.override(language):
            told[language] = refused.value.messages[0]
    assert len(set(told.values())) == len(LANGUAGES), told
    assert "value" not in told["en"]


def test_no_form_of_any_room_was_made_before_our_words_were_there() -> None:
    numbers = [
        (f"{form.__name__}.{name}", field.error_messages["invalid"])
        for form in _forms()
        for name, field in form.base_fields.items()
        if type(field) is forms.IntegerField
    ]
    assert numbers
    with translation.override("en"):
        assert [name for name, said in numbers if str(said) == "Enter a whole number."] == []


def _forms() -> list[type[forms.BaseForm]]:
    """Return the forms of all rooms, each as its module made it."""
    for room in ROOMS:
        folder = Path(str(import_module(f"sankofa.{room}").__file__)).parent
        for path in [*folder.glob("forms.py"), *folder.glob("forms/*.py")]:
            import_module(".".join(["sankofa", *path.relative_to(folder.parent).with_suffix("").parts]))
    return [form for form in _below(forms.Form) if form.__module__.startswith("sankofa.")]


def _below(kind: type[forms.BaseForm]) -> list[type[forms.BaseForm]]:
    return [found for one in kind.__subclasses__() for found in (one, *_below(one))]
