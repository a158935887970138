"""Let every search key say the office of its person, so that a search in one office walks past nobody else's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_roles_that_two_give'),
        ('returnees', '0013_the_arrival_desk'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='searchkey',
            name='returnees_searchkey_key',
        ),
        migrations.AddField(
            model_name='searchkey',
            name='office',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.RunSQL(
            "UPDATE returnees_searchkey SET office_id = "
            "(SELECT office_id FROM returnees_person WHERE returnees_person.id = returnees_searchkey.person_id)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='searchkey',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AlterField(
            model_name='searchkey',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='search_keys', to='returnees.person'),
        ),
        migrations.AddIndex(
            model_name='searchkey',
            index=models.Index(fields=['key', 'office', 'person'], name='returnees_searchkey_office'),
        ),
        migrations.AddIndex(
            model_name='searchkey',
            index=models.Index(fields=['person', 'key'], name='returnees_searchkey_person'),
        ),
        # The list of people in its order, in one office and everywhere.
        migrations.RemoveIndex(
            model_name='person',
            name='returnees_office_next',
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['office', 'next_due_on', '-created_at', 'id'], name='returnees_office_due'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['next_due_on', '-created_at', 'id'], name='returnees_due'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['-created_at', '-id'], name='returnees_newest'),
        ),
    ]
