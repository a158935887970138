"""Fields that keep promises: sealed text, labels in several languages, money as whole minor units.

A sealed field is bytes in the database and text on the record.  It is opened only when read, because most pages show
a person without their phone number, and what is not opened cannot leak.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.money import Money
from sankofa.store import keys, subjects
from sankofa.store.rules import sealing

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


if TYPE_CHECKING:
    _Bytes = models.BinaryField[Any, Any]
else:
    _Bytes = models.BinaryField


class NotSealed(TypeError):
    """A sealed column was about to be written or searched with a value that is not sealed."""

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(f"{column} is sealed: set it on the record and save that; find it by its blind index.")


@dataclass(slots=True)
class Ciphertext:
    """Sealed bytes as they lie in the database, and what they hold once somebody has read it."""

    sealed: bytes
    content: bytes | None = None
    plain: Any = None


class _SealedAttribute:
    """Opens a sealed value at its first reading, bound to the record that holds it."""

    def __init__(self, field: "_Sealed") -> None:
        self.field = field

    def __get__(self, record: models.Model | None, owner: type[models.Model]) -> Any:
        if record is None:
            return self
        held = self.field.held_on(record)
        if not isinstance(held, Ciphertext):
            return held
        if held.content is None:
            held.content = self.field.opened_on(record, held.sealed)
            held.plain = self.field.from_plain(held.content)
        return held.plain

    def __set__(self, record: models.Model, value: Any) -> None:
        held = record.__dict__.get(self.field.attname)
        if isinstance(held, Ciphertext) and held.content is not None and not isinstance(value, Ciphertext | None):
            # Compared as bytes, because to Python True, 1 and 1.0 are equal, and an answer changed in place is itself.
            is_same = self.field.to_plain(value) == held.content
            if is_same:
                held.plain = value
                return
        record.__dict__[self.field.attname] = value


class _Sealed(_Bytes):
    """What sealed fields share: bytes in the database, bound to table, column and row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _SealedAttribute(self))

    def place_on(self, record: models.Model) -> str:
        """Return the place that a sealed value is bound to: table, column, row."""
        assert record.pk is not None, "a sealed value is bound to a row, so the key is made before the row is saved"
        return f"{record._meta.db_table}/{self.column}/{record.pk}"

    def from_db_value(self, value: Any, expression: object, connection: "BaseDatabaseWrapper") -> Ciphertext | None:
        if value is None:
            return None
        sealed = bytes(value)
        subjects.meet(sealed)
        return Ciphertext(sealed)

    def get_db_prep_value(self, value: Any, connection: "BaseDatabaseWrapper", prepared: bool = False) -> Any:
        """Return the sealed bytes as the database takes them.  Raises NotSealed where a plain value would get there."""
        if isinstance(value, Ciphertext):
            value = value.sealed
        if value is not None and not (isinstance(value, bytes) and value[:1] in sealing.FORMATS):
            raise NotSealed(self.column)
        return super().get_db_prep_value(value, connection, prepared)

    def pre_save(self, record: models.Model, add: bool) -> bytes | None:
        """Return the sealed bytes; a value never opened is written back as it was."""
        return self.sealed_on(record)

    def held_on(self, record: models.Model) -> Any:
        """Return what the record holds, sealed or plain; a column left out of the reading is read now, sealed."""
        if self.attname not in record.__dict__:
            rows = type(record)._base_manager.using(record._state.db).filter(pk=record.pk)
            record.__dict__[self.attname] = rows.values_list(self.attname, flat=True).get()
        return record.__dict__[self.attname]

    def sealed_on(self, record: models.Model) -> bytes | None:
        """Return the record's value sealed, or None where nothing is known.

        The sealed bytes stay on the record: sealing the same value again would look like a change.
        """
        held = self.held_on(record)
        if held is None:
            return None
        if isinstance(held, Ciphertext):
            if held.content is None or (content := self.to_plain(held.plain)) == held.content:
                return held.sealed
            plain = held.plain
        else:
            plain, content = held, self.to_plain(held)
        sealed = self.sealed_anew(record, content)
        record.__dict__[self.attname] = Ciphertext(sealed, content, plain)
        return sealed

    def sealed_anew(self, record: models.Model, content: bytes) -> bytes:
        """Return content sealed for its place: under the own key of whom the record belongs to, else under the ring."""
        whose, place = subjects.subject_of_record(record), self.place_on(record)
        if whose is None:
            return sealing.seal(content, ring=keys.ring(), place=place)
        return sealing.seal_for(content, subject=whose, key=subjects.key_to_seal(whose), place=place)

    def opened_on(self, record: models.Model, sealed: bytes) -> bytes:
        """Return the content of a sealed value of a record.  Raises CannotOpen; Erased where the key was destroyed."""
        return subjects.opened_bytes(sealed, place=self.place_on(record))

    def to_plain(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_plain(self, plain: bytes) -> Any:
        raise NotImplementedError

    def clean(self, value: Any, record: models.Model | None) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        sealed = self.sealed_on(obj)
        return "" if sealed is None else sealed.hex()


class SealedTextField(_Sealed):
    """Text that is sealed at rest: a phone, a document number, a note."""

    def to_plain(self, value: str) -> bytes:
        """Return the text as bytes."""
        return value.encode()

    def from_plain(self, plain: bytes) -> str:
        """Return the bytes as text."""
        return plain.decode()


class SealedBytesField(_Sealed):
    """Bytes that are sealed at rest and packed first: a form as a phone sent it, to the byte; columns to count from."""

    def to_plain(self, value: bytes) -> bytes:
        """Return the bytes packed; the same bytes are always packed alike."""
        return zlib.compress(value, 1)

    def from_plain(self, plain: bytes) -> bytes:
        """Return the bytes."""
        return zlib.decompress(plain)


class SealedJSONField(_Sealed):
    """Structured facts that are sealed at rest: the answers of an interview."""

    def to_plain(self, value: Any) -> bytes:
        """Return the facts as bytes, keys in order so that equal facts are equal bytes."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def from_plain(self, plain: bytes) -> Any:
        """Return the facts."""
        return json.loads(plain)


def sealed_fields() -> Iterator[tuple[type[models.Model], _Sealed]]:
    """Yield every table with every field of it that is sealed, as the tables declare them."""
    for declared in list(apps.all_models.values()):
        for model in list(declared.values()):
            for field in model._meta.concrete_fields:
                if isinstance(field, _Sealed):
                    yield model, field


class LabelField(models.JSONField):
    """A text in several languages, `{language: text}`, for names that are data and not part of the interface."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not a text for every language named.  Raises ValidationError."""
        super().validate(value, model_instance)
        if not isinstance(value, Mapping) or not all(
            isinstance(language, str) and isinstance(text, str) and text for language, text in value.items()
        ):
            raise ValidationError(
                _('A label is written {"en": "text", "fr": "texte"}: a text for every language named.'),
                code="not_a_label",
            )


class MoneyProperty(property):
    """An amount on a record, kept as whole minor units beside its currency; None where the amount is not known.

    `MoneyProperty("cost")` reads and writes the fields `cost_minor` and `cost_currency`, made by `minor_field` and
    `currency_field`.  A record can be made with `cost=...` because Django takes properties as arguments.
    """

    def __init__(self, name: str) -> None:
        minor, currency = f"{name}_minor", f"{name}_currency"

        def amount(record: Any) -> Money | None:
            held = getattr(record, minor)
            return None if held is None else Money(held, getattr(record, currency))

        def keep(record: Any, amount: Money | None) -> None:
            setattr(record, minor, None if amount is None else amount.minor)
            setattr(record, currency, "" if amount is None else amount.currency)

        super().__init__(amount, keep)


def minor_field() -> "models.BigIntegerField[int | None, int | None]":
    """Return the column of an amount in whole minor units; null where the amount is not known."""
    return models.BigIntegerField(null=True, blank=True)


def currency_field() -> "models.CharField[str, str]":
    """Return the column of an amount's currency, ISO 4217; empty where the amount is not known."""
    return models.CharField(max_length=3, blank=True)


def money_constraint(name: str, *, table: str) -> models.CheckConstraint:
    """Return the promise that an amount and its currency are both known or both unknown, and never negative."""
    minor, currency = f"{name}_minor", f"{name}_currency"
    return models.CheckConstraint(
        name=f"{table}_{name}_whole",
        # "Is known" must be said: comparing NULL with 0 is NULL, and a check that comes to NULL lets the row pass.
        condition=models.Q(**{f"{minor}__isnull": True, currency: ""})
        | (models.Q(**{f"{minor}__isnull": False, f"{minor}__gte": 0}) & ~models.Q(**{currency: ""})),
    )
