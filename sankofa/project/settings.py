"""Settings.  Everything that differs between deployments is one environment variable, listed here with its default.

SANKOFA_HOME          folder of the database, the key ring, the files and the built assets (default: ./var)
SANKOFA_DATABASE      postgresql://user:password@host:port/name, or empty for SQLite in SANKOFA_HOME
SANKOFA_HOSTS         names under which the server is reached, comma separated (default: localhost,127.0.0.1,[::1])
SANKOFA_HTTPS         1 where the server is reached by https: cookies then travel only there (default: 0)
SANKOFA_REVIEW_ENDS   1 where roles end that nobody answered for in a review of access within 30 days (default: 0)
SANKOFA_KEY_RING      file of the key ring (default: SANKOFA_HOME/keys.json); keep it off the database's backups,
                      together with the file beside it that ends in .erased
SANKOFA_ADDRESS       where people reach the pages, for links in mails (default: http://localhost and the port served)
SANKOFA_MAIL          smtp://user:password@host:587 or smtps://...; empty: mails are held (demonstration: the inbox)
SANKOFA_MAIL_FROM     the address that mails come from
SANKOFA_SMS           https address of the SMS gateway; empty: SMS are held (demonstration: the inbox)
SANKOFA_SMS_KEY       the gateway's key
SANKOFA_SMS_FROM      the number or name that SMS come from
SANKOFA_SMS_REPORTS   the secret with which the gateway signs what arrived; empty: whether an SMS arrived is not known
SANKOFA_CONFIRM_LETTERS  1 where whoever asks for a call, and wants a short message, gets one with their number
                      (default: 0)
SANKOFA_PROXIES       how many proxies of yours stand before the server (default: 1 with https, else 0)
SANKOFA_OIDC          file that names providers of sign-ins (default: SANKOFA_HOME/oidc.toml)
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sankofa.project.rooms import ROOMS

HOME = Path(os.environ.get("SANKOFA_HOME", "var")).resolve()
KEY_RING_FILE = Path(os.environ.get("SANKOFA_KEY_RING", HOME / "keys.json"))
BLOB_FOLDER = HOME / "files"
REVIEW_ENDS = os.environ.get("SANKOFA_REVIEW_ENDS", "0") == "1"
DEMONSTRATION = (HOME / "demonstration").exists()
HTTPS = os.environ.get("SANKOFA_HTTPS", "0") == "1"
ADDRESS = os.environ.get("SANKOFA_ADDRESS", "http://localhost:8000")
MAIL, MAIL_FROM = os.environ.get("SANKOFA_MAIL", ""), os.environ.get("SANKOFA_MAIL_FROM", "")
SMS, SMS_KEY = os.environ.get("SANKOFA_SMS", ""), os.environ.get("SANKOFA_SMS_KEY", "")
SMS_FROM = os.environ.get("SANKOFA_SMS_FROM", "")
SMS_REPORTS = os.environ.get("SANKOFA_SMS_REPORTS", "")
CONFIRM_LETTERS = os.environ.get("SANKOFA_CONFIRM_LETTERS", "0") == "1"
PROXIES = int(os.environ.get("SANKOFA_PROXIES", "1" if HTTPS else "0"))
OIDC_FILE = Path(os.environ.get("SANKOFA_OIDC", HOME / "oidc.toml"))
# In the demonstration everybody knows the password of everybody; a second step would only shut newcomers out.
SECOND_STEP_BY_ROLE = not DEMONSTRATION
EVEN_ANSWERS_SECONDS = 0.5
"""Some answers must not tell by their speed whether an address is known: they take this long."""
# Calls to partners' systems never go to this machine or its network, but where everything is invented or tested.
CALLS_TO_THIS_MACHINE = DEMONSTRATION

_secret_file = HOME / "secret"
SECRET_KEY = _secret_file.read_text(encoding="utf-8").strip() if _secret_file.exists() else "not set up yet"
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SANKOFA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

# The rooms come first: where Django has a word of its own, such as "Password", ours is the one that is shown.
INSTALLED_APPS = [
    *(f"sankofa.{room}" for room in ROOMS),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sankofa.accounts.middleware.ActorMiddleware",
    "sankofa.accounts.middleware.SecondStepMiddleware",
    "sankofa.shell.middleware.CalendarsMiddleware",
    "sankofa.shell.middleware.ParkingMiddleware",
    # The notes on the next page. Only its middleware: the room `messages` is what leaves the house.
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sankofa.approvals.middleware.ProposeInsteadMiddleware",
    "sankofa.returnees.middleware.UnsentLinesMiddleware",
    "sankofa.surveys.middleware.KeptFormsMiddleware",
    "sankofa.shell.middleware.HonestMiddleware",
]

ROOT_URLCONF = "sankofa.project.urls"
WSGI_APPLICATION = "sankofa.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "sankofa.shell.context.page",
            ],
        },
    },
]


THREADS = 2 * (os.cpu_count() or 2) + 1
"""How many requests a process answers at the same moment: most of them wait for the disk."""


def database(address: str, home: Path) -> dict[str, Any]:
    """Return Django's settings of the database: SQLite by default, PostgreSQL by one setting."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "sankofa.sqlite3",
            # A thread keeps its connection: to open one and read all tables' shapes costs more than most answers.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What is acknowledged is on disk: FULL costs a flush per transaction and is worth it.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
                # What the kept connections of one process remember together, in bytes.
                "PRAGMA soft_heap_limit=134217728; "
                # What is deleted or written over is not to be found in the file's free space.
                "PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("SANKOFA_DATABASE must look like postgresql://user:password@host:port/name, or be empty.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            # As many as `sankofa serve` has threads in a process, so that none waits for another's connection.
            "pool": {"min_size": 2, "max_size": THREADS},
            # Values travel apart from the words, so that plans can be kept where that helps (see `store/plans`).
            "server_side_binding": True,
        },
    }


_seals = os.environ.get("SANKOFA_SEALS", "")
SEALS_FOLDER = Path(_seals) if _seals else None

# Whether the paper that tells somebody who has seen their file names members of staff, or only their roles and offices.
NAMES_ON_PAPERS = os.environ.get("SANKOFA_NAMES_ON_PAPERS", "0") == "1"

DATABASES = {"default": database(os.environ.get("SANKOFA_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sankofa.accounts.doors.backend.OneReading"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "sankofa.accounts.doors.sessions"
SESSION_COOKIE_AGE = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sankofa.shell.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ur", "اردو")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sankofa.project.logs.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that a role does not include is an answer, not an accident; it is in the record, not in the log.
    "loggers": {"django.request": {"level": "ERROR"}},
}
PRODUCT_NAME = _("Sankofa")
