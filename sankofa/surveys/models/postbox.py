"""Where browsers put forms that were filled without a line: everybody can put in, only the house can open."""

from django.db import models

from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class Postbox(Record):
    """The key pair of an office: devices seal filled forms with the public part, and nothing on them opens these."""

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="postbox")
    public_key = models.CharField(max_length=130)
    """A point of the curve P-256, in figures."""
    secret_key = SealedTextField()
