"""Roles that open much are given by two; where one gave such a role alone, the gift says so."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_openings'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='by_two',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='assignment',
            name='given_alone',
            field=models.BooleanField(default=False),
        ),
    ]
