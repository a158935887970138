"""The engine that fills forms on phones loads a form from our server, fills it, sends it twice, and we have it once.

Source: docs.getodk.org/openrosa; docs.getodk.org, ODK Web Forms.
"""

import json
import os
import subprocess
from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.rules import keys
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import Arrival, Submission
from sankofa.surveys.rules import library
from tests import builders
from tests.engines import filled_forms, odk_engine

pytestmark = pytest.mark.django_db(transaction=True)
REQUIRED = "node" in os.environ.get("SANKOFA_REQUIRE", "").split(",")
FORM = "reintegration_score"


@pytest.fixture
def node() -> list[str]:
    try:
        return odk_engine.node()
    except odk_engine.NotInstalled as missing:
        if REQUIRED:
            raise
        pytest.skip(str(missing))


def test_a_phone_loads_fills_and_sends_and_the_talk_is_in_the_file_once(node: list[str], live_server: Any) -> None:
    hooks.fill()
    now = clock.now()
    actions.publish_library(at=now - timedelta(days=3))
    holder = builders.user(may={permissions.INTERVIEW, register.VIEW})
    person = builders.person(holder.office, owner=holder)
    made = keys.fresh()
    builders.device(holder, prefix=made.prefix, digest=made.digest, created_at=now, expires_at=now + timedelta(days=9))
    filled = filled_forms.filled(library.form(FORM, "1"), seed=3)
    job = {
        "base": f"{live_server.url}/phone/{made.whole}",
        "code": FORM,
        "answers": {**filled_forms.sent(dict(filled.answers)), "returnee": [str(person.pk)]},
    }
    done = subprocess.run(
        [*node, "send.mjs"],
        cwd=odk_engine.FOLDER,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        timeout=odk_engine.FILLS_WITHIN,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    got = json.loads(done.stdout)
    assert got["hash"] is True
    # Nobody has corrected anything of this file, so phones have it in version 0.
    assert got["people"].splitlines()[1:] == [f"{person.pk},{person.name} · {person.case_number},0"]
    assert (got["status"], got["again"]) == (201, 201)
    assert "Received. Number:" in got["told"]
    arrival = Arrival.objects.get()
    assert arrival.content is not None
    assert arrival.content.decode() == got["xml"]
    assert actions.read_waiting(at=clock.now()) == 1
    submission = Submission.objects.get()
    assert (submission.person, submission.recorded_by) == (person, holder)
    assert submission.answered_on == clock.today(holder.office.zone)
    assert submission.answers == filled_forms.sent(dict(filled.answers))
    assert "<end>" in got["xml"]
