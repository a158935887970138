"""The demonstration keeps to its own database and home: its passwords are known to everybody."""

from pathlib import Path

import pytest

from sankofa.accounts.models import User
from sankofa.project.demonstration import load
from sankofa.project.setup_home import prepare_home
from tests import builders


@pytest.mark.django_db
def test_nobody_is_invented_in_the_database_of_a_real_organisation() -> None:
    builders.organisation("Help on return")
    with pytest.raises(load.SomebodysDatabase) as refused:
        load.load(count=1, tell=print, bar=print)
    assert refused.value.organisation == "Help on return"
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_empty_database_and_one_of_its_own_are_let() -> None:
    load.check_is_nobodys()
    builders.organisation(load.ORGANISATION)
    load.check_is_nobodys()


def test_what_lies_in_a_home_made_by_hand_is_for_its_owner_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "sankofa.sqlite3").touch(mode=0o644)
    (tmp_path / "files").mkdir(mode=0o755)
    prepare_home(tmp_path)
    assert {held.name: held.stat().st_mode & 0o077 for held in tmp_path.iterdir()} == {
        "sankofa.sqlite3": 0,
        "files": 0,
        "secret": 0,
    }
