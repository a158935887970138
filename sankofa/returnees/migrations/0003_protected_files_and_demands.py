"""Protected files: who is named on them, whom to compare in silence; and demands by authorities."""

import django.db.models.deletion
import sankofa.kernel.clock
import sankofa.kernel.identifiers
import sankofa.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_reach_within_an_organisation'),
        ('returnees', '0002_protected_and_erased'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='is_protected',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Named',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('named_at', models.DateTimeField()),
                ('reason', sankofa.store.fields.SealedTextField(editable=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named', to='returnees.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'person'], name='returnees_named_user')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'user'), name='returnees_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('kind', sankofa.store.fields.SealedTextField(editable=True)),
                ('reason', sankofa.store.fields.SealedTextField(editable=True)),
                ('review_on', models.DateField()),
                ('protected_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_because', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protections', to='returnees.person')),
                ('protected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('person',), name='returnees_protected_once'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_because__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_because__isnull', False)), _connector='OR'), name='returnees_lifted_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('authority', sankofa.store.fields.SealedTextField(editable=True)),
                ('paper', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('wanted', sankofa.store.fields.SealedTextField(editable=True)),
                ('demanded_on', models.DateField()),
                ('due_on', models.DateField()),
                ('noted_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('refused', 'refused'), ('in_part', 'allowed in part'), ('allowed', 'allowed')], max_length=8)),
                ('because', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'due_on'], name='returnees_demand_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('because__isnull', True), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('because__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='returnees_demand_decided')],
            },
        ),
        migrations.CreateModel(
            name='ProtectedMatch',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('noted_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('is_same', models.BooleanField(null=True)),
                ('note', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='returnees.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='returnees.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='returnees_match_once'), models.CheckConstraint(condition=models.Q(models.Q(('is_same__isnull', True), ('settled_at__isnull', True)), models.Q(('is_same__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='returnees_match_settled')],
            },
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('is_protected', True)), fields=['id'], name='returnees_protected_few'),
        ),
    ]
