"""Let the newest people of an office stand in the index in the very order in which they are shown."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('returnees', '0021_what_was_learned_and_help_wanted'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='person',
            name='returnees_office_newest',
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['office', '-created_at', '-id'], name='returnees_office_newest'),
        ),
    ]
