"""Sittings, consents, evidence, exceptions, what was given to whom; the database refuses to change any of it."""

import django.db.models.deletion
import sankofa.kernel.clock
import sankofa.kernel.identifiers
import sankofa.store.fields
from django.conf import settings
from django.db import migrations, models


TABLES = ("consent_sitting", "consent_consent", "consent_evidence", "consent_exemption", "consent_handover")


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'what people agreed to is never changed or deleted'); END"
                )
        return
    schema_editor.execute(
        "CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what people agreed to is never changed or deleted'; END $$"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION consent_refuse()"
        )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    schema_editor.execute("DROP FUNCTION consent_refuse()")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_accounts'),
        ('store', '0002_keys_of_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('subject_id', models.UUIDField()),
                ('purpose', models.CharField(choices=[('registration', 'Keeping details'), ('case_work', 'Working on a plan'), ('contact_sms', 'Short messages'), ('contact_phone', 'Phone calls'), ('referral', 'Introduction to a partner'), ('credit_referral', 'Introduction to a lender'), ('statistics', 'Counting without names'), ('research', 'Research without names'), ('ministry', 'A ministry or national register'), ('embassy', 'An embassy'), ('returning_country', 'The country that returned the person'), ('donor_visit', "A donor's visit"), ('photo_story', 'Picture or story')], max_length=20)),
                ('answer', models.CharField(choices=[('given', 'given'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('at', models.DateTimeField()),
                ('fields', models.JSONField(default=list)),
                ('capacity', models.CharField(choices=[('adult', 'adult'), ('supported', 'supported'), ('child', 'child'), ('in_doubt', 'in_doubt')], max_length=10)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('version', models.CharField(blank=True, max_length=8)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.consent')),
            ],
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('basis', models.CharField(choices=[('consent', 'consent'), ('life_at_risk', 'life_at_risk'), ('court_order', 'court_order')], max_length=16)),
                ('decider', models.CharField(choices=[('mental_health_professional', 'mental_health_professional'), ('data_officer', 'data_officer'), ('other', 'other')], max_length=28)),
                ('decided_by', sankofa.store.fields.SealedTextField(editable=True)),
                ('why', sankofa.store.fields.SealedTextField(editable=True)),
                ('fields', models.JSONField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('purpose', models.CharField(choices=[('registration', 'Keeping details'), ('case_work', 'Working on a plan'), ('contact_sms', 'Short messages'), ('contact_phone', 'Phone calls'), ('referral', 'Introduction to a partner'), ('credit_referral', 'Introduction to a lender'), ('statistics', 'Counting without names'), ('research', 'Research without names'), ('ministry', 'A ministry or national register'), ('embassy', 'An embassy'), ('returning_country', 'The country that returned the person'), ('donor_visit', "A donor's visit"), ('photo_story', 'Picture or story')], max_length=20)),
                ('fields', models.JSONField()),
                ('basis', models.CharField(choices=[('consent', 'consent'), ('life_at_risk', 'life_at_risk'), ('court_order', 'court_order')], max_length=16)),
                ('at', models.DateTimeField()),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.consent')),
                ('exemption', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.exemption')),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('sent_id', models.UUIDField(unique=True)),
                ('at', models.DateTimeField()),
                ('how', models.CharField(choices=[('spoken', 'said it aloud'), ('written', 'signed'), ('mark', 'made a mark'), ('thumb', 'gave a thumb print'), ('recorded', 'said it on a recording')], max_length=10)),
                ('capacity', models.CharField(choices=[('adult', 'adult'), ('supported', 'supported'), ('child', 'child'), ('in_doubt', 'in_doubt')], max_length=10)),
                ('company', models.CharField(choices=[('unknown', 'not recorded'), ('alone', 'the person is alone with me'), ('others', 'others can hear')], default='unknown', max_length=10)),
                ('speaks', models.CharField(blank=True, max_length=12)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('is_repeated_back', models.BooleanField(default=False)),
                ('interpreter', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('witness', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('witness_kind', models.CharField(choices=[('none', 'nobody'), ('independent', 'somebody independent'), ('caseworker', 'a caseworker'), ('lender', 'somebody from a lender')], default='none', max_length=12)),
                ('guardian_is', models.CharField(choices=[('unknown', 'not asked'), ('present', 'a parent or guardian is here'), ('absent', 'there is no parent or guardian'), ('implicated', 'the parent or guardian may have done harm')], default='unknown', max_length=12)),
                ('guardian', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('assent', models.CharField(choices=[('not_asked', 'not_asked'), ('given', 'given'), ('refused', 'refused')], default='not_asked', max_length=10)),
                ('officer', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('best_interests', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('supporter', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('support_note', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('said', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('image', 'picture'), ('audio', 'voice note')], max_length=5)),
                ('media_type', models.CharField(max_length=40)),
                ('attached_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.blob')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='consent.sitting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='sitting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='consent.sitting'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='consent_exemption_ends'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), ('consent__isnull', False), ('exemption__isnull', True)), models.Q(models.Q(('basis', 'consent'), _negated=True), ('consent__isnull', True), ('exemption__isnull', False)), _connector='OR'), name='consent_handover_has_ground'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['subject_id', 'at'], name='consent_of_subject'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'given'), _negated=True), models.Q(('expires_on__isnull', False), models.Q(('version', ''), _negated=True), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='consent_yes_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('partner__isnull', True)), fields=('sitting', 'purpose'), name='consent_once_a_sitting'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('partner__isnull', False)), fields=('sitting', 'purpose', 'partner'), name='consent_once_a_partner'),
        ),
        migrations.RunPython(refuse, allow),
    ]
