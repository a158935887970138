"""Codes as a second step: those an application shows, and those on paper for the day the telephone is lost."""

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp
from django.db import transaction

from sankofa.accounts.doors import tries
from sankofa.accounts.models import CodeApp, RecoveryCode, User
from sankofa.accounts.rules import proofs
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

ISSUER = "Sankofa"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not taken for one another when read aloud or copied by hand."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
RECOVERY_CODES = 10
_RECOVERY_SIGNS = 10
ACTION = "accounts.second_step"


def app_of(user: User) -> CodeApp | None:
    """Return the application of somebody, once it was confirmed; None where there is none."""
    return CodeApp.objects.filter(user=user, confirmed_at__isnull=False).first()


def address_for(app: CodeApp) -> str:
    """Return what the application reads from the square picture."""
    return pyotp.TOTP(app.secret).provisioning_uri(name=app.user.email, issuer_name=ISSUER)


def is_right(app: CodeApp, code: str, *, at: datetime) -> bool:
    """Whether the application shows this code around now; a right code is used up.  `app` must be locked."""
    now = int(at.timestamp()) // proofs.STEP_SECONDS
    shown = pyotp.TOTP(app.secret)
    typed = digits_of(code)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(shown.generate_otp(step), typed) and proofs.may_use_step(
            step, last_used=app.step_used, now=now
        ):
            app.step_used = step
            app.save(update_fields=["step_used"])
            return True
    return False


def prove(user: User, code: str, *, at: datetime) -> str | None:
    """Return by which means a code is right: `app` or `recovery`; None where it is wrong.  Raises TooManyTries."""
    who = audit.Who("user", str(user.pk), within=str(user.office_id))
    tried = tries.begin({Counted.CODE: str(user.pk)}, who=who, action=ACTION, at=at)
    with transaction.atomic():
        means = _means(user, code, at=at)
        if means is not None:
            tries.take_back(tried)
    if means is None:
        tries.note_wrong(tried, who=who, action=ACTION)
    return means


def fresh_recovery_codes(user: User, *, at: datetime) -> list[str]:
    """Replace somebody's codes on paper by ten new ones; return them, to be shown once."""
    RecoveryCode.objects.filter(user=user).delete()
    made = ["".join(secrets.choice(SIGNS) for _ in range(_RECOVERY_SIGNS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=user, digest=_recovery_digest(user, code), created_at=at) for code in made]
    )
    return [f"{code[:5]}-{code[5:]}" for code in made]


def recovery_codes_left(user: User) -> int:
    """Return how many codes on paper somebody has left."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def digits_of(typed: str) -> str:
    """Return what was typed as plain digits, whatever script's digits they are; other signs fall away."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if unicodedata.digit(sign, None) is not None)


def _means(user: User, code: str, *, at: datetime) -> str | None:
    app = CodeApp.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if app is not None and len(digits_of(code)) == 6 and is_right(app, code, at=at):
        return "app"
    used = RecoveryCode.objects.filter(user=user, digest=_recovery_digest(user, code), used_at__isnull=True)
    return "recovery" if used.update(used_at=at) else None


def _recovery_digest(user: User, code: str) -> str:
    written = "".join(sign for sign in code.upper().translate(_READ_AS) if sign in SIGNS)
    return blind_index(f"{user.pk}:{written}", ring=keys.ring(), purpose="accounts.recovery_code")
