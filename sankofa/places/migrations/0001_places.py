"""Countries and places: reference data under natural keys."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Country',
            fields=[
                ('alpha_2', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('alpha_3', models.CharField(max_length=3, unique=True)),
                ('is_origin', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('alpha_2'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Length('alpha_3'), 3), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('alpha_2'), models.F('alpha_2')), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('alpha_3'), models.F('alpha_3'))), name='country_codes_are_two_and_three_capitals')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('path', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('names', models.JSONField(default=dict)),
                ('pcode', models.CharField(max_length=20, null=True, unique=True)),
                ('iso', models.CharField(max_length=6, null=True, unique=True)),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=8, null=True)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=8, null=True)),
                ('is_current', models.BooleanField(default=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='places.country')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['country', 'level', 'name'], name='place_by_level_and_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('path__startswith', django.db.models.functions.text.Concat(models.F('country'), models.Value('.')))), name='place_path_begins_with_country'), models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent__isnull', True)), models.Q(('level__gt', 1), ('parent__isnull', False), ('path__startswith', django.db.models.functions.text.Concat(models.F('parent'), models.Value('.')))), _connector='OR'), name='place_path_begins_with_parent'), models.CheckConstraint(condition=models.Q(('level', django.db.models.expressions.CombinedExpression(django.db.models.functions.text.Length('path'), '-', django.db.models.functions.text.Length(django.db.models.functions.text.Replace('path', models.Value('.')))))), name='place_level_is_depth_of_path'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('kind', ''), _negated=True)), name='place_has_name_and_kind'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='place_coordinates_come_in_pairs')],
            },
        ),
    ]
