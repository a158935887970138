"""Let a form about somebody protected look to its sender like one about nobody."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds whether a filled form seems to be about nobody."""

    dependencies: ClassVar = [("surveys", "0008_answers_taken_out")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="arrival",
            name="seems_nobodys",
            field=models.BooleanField(default=False),
        ),
    ]
