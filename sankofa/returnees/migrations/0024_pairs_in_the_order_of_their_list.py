"""Let the pairs that may be one person stand in the index in the order of their list, the most alike first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('returnees', '0023_since_as_exactly_as_known'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='possiblesame',
            name='returnees_pair_open',
        ),
        migrations.AddIndex(
            model_name='possiblesame',
            index=models.Index(fields=['state', '-score', 'id'], name='returnees_pair_in_turn'),
        ),
    ]
