"""How people come in: what they prove themselves with, where they sit, what was tried.

Nothing here opens a door to whoever reads the table: secrets are sealed, everything else is kept as a digest.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.models.organisations import Organisation
from sankofa.accounts.models.users import User
from sankofa.accounts.rules.lockout import Counted
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class CodeApp(Record):
    """An application on somebody's telephone that shows codes; counts once it was confirmed with one."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="code_app")
    secret = SealedTextField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    step_used = models.BigIntegerField(null=True, blank=True)


class RecoveryCode(Record):
    """A code on paper for the day when the telephone is lost; good once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=32, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)


class Passkey(Record):
    """A key that lives on a device and is opened there by a finger, a face or a number."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    host = models.CharField(max_length=253)
    signatures = models.PositiveBigIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class Device(Record):
    """A browser that somebody signed in from before, known by the digest of a mark that only it holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "digest"], name="accounts_device_once"),
        ]


class SignedInSession(Record):
    """A session of somebody signed in: since when, with what, and on which device in words."""

    class Way(models.TextChoices):
        """What opened it."""

        PASSWORD = "password"  # noqa: S105  a way, not a password
        APP = "app"
        RECOVERY = "recovery"
        PASSKEY = "passkey"
        PROVIDER = "provider"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signed_in_sessions")
    session = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)


class WrongTries(models.Model):
    """How often something wrong was tried, by what it is counted by; the key is a keyed digest."""

    key = models.CharField(max_length=32, primary_key=True)
    counted = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Counted])
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    turned_away = models.PositiveIntegerField(default=0)


class PasswordLink(Record):
    """A link to a new password that was sent by mail: good once, for an hour."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="password_links")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)


class FirstSignIn(models.Model):
    """When somebody came in for the first time, from which the days of grace run."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="first_sign_in")
    at = models.DateTimeField()


class Allowance(Record):
    """An administrator's word that an organisation's people may sign in through a provider."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="allowances")
    provider = models.CharField(max_length=30)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "provider"],
                condition=models.Q(ended_at__isnull=True),
                name="accounts_allowance_once",
            ),
        ]


class Subject(Record):
    """Somebody as a provider knows them; the provider's name for them is kept as a keyed digest."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="subjects")
    provider = models.CharField(max_length=30)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "digest"], name="accounts_subject_once"),
            models.UniqueConstraint(fields=["user", "provider"], name="accounts_subject_of_user"),
        ]
