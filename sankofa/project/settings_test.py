"""Settings of the test suite: the product's own, with a home that is thrown away and a quick password hasher."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="sankofa-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["SANKOFA_HOME"] = str(_home)

from sankofa.project.settings import *  # noqa: E402, F403
from sankofa.project.settings import DATABASES, STORAGES  # noqa: E402
from sankofa.store.keys import write_ring  # noqa: E402
from sankofa.store.rules.sealing import KeyRing  # noqa: E402

CALLS_TO_THIS_MACHINE = True
SECRET_KEY = "only for tests"  # noqa: S105
(_home / "static").mkdir()
write_ring(KeyRing.fresh(), _home / "keys.json")
EVEN_ANSWERS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
