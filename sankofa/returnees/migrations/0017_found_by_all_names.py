"""Let whoever has other names be found by any two of all their names together, and keep lists quick to narrow."""

from typing import Any

from django.db import migrations, models

from sankofa.returnees.rules import names


def pair_all_names(apps: Any, _schema: Any) -> None:
    """Write the pairs of names that are still missing, of whoever has more names than those of the first page."""
    person, key = (apps.get_model("returnees", name) for name in ("Person", "SearchKey"))
    for one in person.objects.filter(other_names__isnull=False, erased_on=None).distinct().iterator(chunk_size=500):
        others = [other.text for other in one.other_names.all()]
        wanted = names.keys_of_name(f"{one.given_name} {one.family_name}", one.native_name, *others)
        held = {bytes(held) for held in key.objects.filter(person=one).values_list("key", flat=True)}
        missing = {text.encode() for text in wanted} - held
        key.objects.bulk_create(key(person=one, office_id=one.office_id, key=text) for text in sorted(missing))


class Migration(migrations.Migration):

    dependencies = [
        ('returnees', '0016_households_and_schooling'),
    ]

    operations = [
        migrations.RunPython(pair_all_names, migrations.RunPython.noop),
    ]
