"""Sessions whose key is not in the database: a row is found by the digest of what the browser holds.

Otherwise a fresh copy of the database would let its reader sit down in every session of the last hour, and there the
pages open what is sealed.  The key is random and long, so a plain digest is enough.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from sankofa.store.plans import kept_plans

_SKEW = timedelta(minutes=5)
"""By so much the clocks of two servers, or of one that is set right, may differ."""
_WRITTEN_AFTER = timedelta(minutes=1)
"""A session is written anew when it was last used so long ago: its hour runs from then, to the minute."""


def digest_of(key: str) -> str:
    """Return under which digest the session of a browser lies in the database."""
    return hashlib.sha256(f"session\x00{key}".encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each under the digest of its key.

    Whoever opens page after page writes their session once a minute and not with every page.
    """

    @kept_plans()
    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        held = None
        if key is not None:
            # An end further away than any session lasts was written by a clock that has been put back since: such a
            # session would outlive its hour by as much.
            now, longest = timezone.now(), timedelta(seconds=settings.SESSION_COOKIE_AGE)
            held = self.model.objects.filter(
                session_key=digest_of(key),
                expire_date__gt=now,
                expire_date__lte=now + longest + _SKEW,
            ).first()
            if held is not None and held.expire_date <= now + longest - _WRITTEN_AFTER:
                self.modified = True
        if held is None:
            self._session_key = None
        return held

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to be written."""
        made = super().create_model_instance(data)
        made.session_key = digest_of(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(digest_of(key))
