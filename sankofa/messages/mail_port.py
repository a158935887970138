"""How mail leaves the house: SMTP, or the inbox of the demonstration.

SANKOFA_MAIL names the server: `smtp://user:password@host:587` (turned to TLS by STARTTLS), `smtps://...:465` (TLS from
the start), or `smtp+plain://127.0.0.1:25` for a relay on this very machine.  A mail that is tried again carries the
same Message-ID, by which mail programs show it once.
"""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from sankofa.messages.ports import Letter, TryLater, WillNotTake

SECONDS_MAX = 20
PERMANENT = 500
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NotAMailServer(ValueError):
    """SANKOFA_MAIL does not name a mail server as it should."""


class MailPort(Protocol):
    """A way by which mail leaves."""

    def send(self, letter: Letter) -> str:
        """Hand a mail over; return the reference of whoever took it.  Raises TryLater and WillNotTake."""


class Inbox:
    """Keeps mail where it is: the page of the inbox shows it.  For the demonstration alone."""

    def send(self, letter: Letter) -> str:
        """Take every mail."""
        return "inbox"


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    tls: str

    @classmethod
    def at(cls, address: str, *, sender: str) -> "Smtp":
        """Return the server that an address names.  Raises NotAMailServer."""
        parts = urlsplit(address)
        tls = {"smtp": "starttls", "smtps": "tls", "smtp+plain": ""}.get(parts.scheme)
        if tls is None or not parts.hostname:
            raise NotAMailServer("SANKOFA_MAIL must look like smtp://user:password@host:587 or smtps://host:465.")
        if not tls and parts.hostname not in LOOPBACK:
            raise NotAMailServer("Mail without TLS goes to a server on this machine only.")
        if "@" not in parseaddr(sender)[1]:
            raise NotAMailServer("SANKOFA_MAIL_FROM must be an address, such as sankofa@example.org.")
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls == "tls" else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=sender,
            tls=tls,
        )

    def send(self, letter: Letter) -> str:
        """Hand a mail to the server."""
        backend = EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls == "starttls",
            use_ssl=self.tls == "tls",
            timeout=SECONDS_MAX,
            fail_silently=False,
        )
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        key = f"<{letter.key}@{domain}>"
        mail = EmailMessage(
            subject=letter.title,
            body=letter.text,
            from_email=self.sender,
            to=[letter.to],
            connection=backend,
            headers={"Message-ID": key, "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise (WillNotTake if min(codes) >= PERMANENT else TryLater)("address_refused") from None
        except smtplib.SMTPAuthenticationError:
            raise TryLater("sign_in_refused") from None
        except smtplib.SMTPResponseException as answer:
            raise (WillNotTake if answer.smtp_code >= PERMANENT else TryLater)(f"answer_{answer.smtp_code}") from None
        except (smtplib.SMTPException, OSError):
            raise TryLater("no_connection") from None
        return key


def port() -> MailPort | None:
    """Return the way by which mail leaves this deployment; None where none was set up."""
    if settings.MAIL:
        return Smtp.at(settings.MAIL, sender=settings.MAIL_FROM)
    return Inbox() if settings.DEMONSTRATION else None
