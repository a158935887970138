"""Tell PostgreSQL how many different search keys there are, which it cannot see in a sample.

Of eleven million keys it took a hundred times fewer for different than there are, expected hundreds of people behind
each, and read everybody instead of following the index (ADR 61).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TOLD = (
    # One key in five is new, at least; of the commonest it goes on knowing more, for which it keeps a longer list.
    "ALTER COLUMN key SET (n_distinct = -0.2), ALTER COLUMN key SET STATISTICS 500",
    "ALTER COLUMN person_id SET (n_distinct = -0.1)",
)
_AS_BEFORE = (
    "ALTER COLUMN key RESET (n_distinct), ALTER COLUMN key SET STATISTICS -1",
    "ALTER COLUMN person_id RESET (n_distinct)",
)


def _tell(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(editor, _TOLD)


def _forget(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(editor, _AS_BEFORE)


def _alter(editor: BaseDatabaseSchemaEditor, changes: tuple[str, ...]) -> None:
    if editor.connection.vendor != "postgresql":
        return
    for change in changes:
        editor.execute(f"ALTER TABLE returnees_searchkey {change}")


class Migration(migrations.Migration):

    dependencies = [
        ('returnees', '0024_pairs_in_the_order_of_their_list'),
    ]

    operations = [migrations.RunPython(_tell, _forget)]
