"""Forms and their published versions, which the database refuses to change or delete, whoever asks."""

import django.db.models.deletion
import sankofa.kernel.clock
import sankofa.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


_KEPT = ("instrument_id", "version", "digest", "sheets", "xform", "note", "published_at", "published_by_id")

# Name, occasion, what is said.
GUARDS = (
    ("no_change", f"UPDATE OF {', '.join(_KEPT)}", "a published form is never changed"),
    ("no_delete", "DELETE", "a published form is never deleted"),
)


def guard(apps, schema_editor):
    for name, occasion, said in GUARDS:
        trigger = f"surveys_formversion_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {occasion} ON surveys_formversion BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE {occasion} ON surveys_formversion FOR EACH ROW EXECUTE FUNCTION {trigger}()"
        )


def unguard(apps, schema_editor):
    for name, *_ in GUARDS:
        trigger = f"surveys_formversion_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {trigger}")
        else:
            schema_editor.execute(f"DROP TRIGGER {trigger} ON surveys_formversion")
            schema_editor.execute(f"DROP FUNCTION {trigger}()")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_calendars'),
        ('surveys', '0002_answers_may_be_erased'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('code', models.CharField(max_length=60, unique=True)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('version', models.CharField(max_length=60)),
                ('digest', models.CharField(max_length=64)),
                ('sheets', models.JSONField()),
                ('xform', models.TextField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.instrument')),
            ],
            options={
                'indexes': [models.Index(fields=['instrument', '-published_at'], name='surveys_versions')],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'version'), name='surveys_version_once')],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
