
import django.db.models.deletion
import sankofa.kernel.clock
import sankofa.kernel.identifiers
import sankofa.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_accounts'),
        ('store', '0001_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IncomingFile',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('name', sankofa.store.fields.SealedTextField(editable=True)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('importer', models.CharField(max_length=40)),
                ('sent_at', models.DateTimeField()),
                ('stage', models.CharField(choices=[('sent', 'Columns to confirm'), ('mapped', 'Being checked'), ('checked', 'Checked, nothing added yet'), ('applying', 'Rows are going in'), ('done', 'Done')], default='sent', max_length=10)),
                ('sheet', models.CharField(blank=True, max_length=120)),
                ('header_row', models.PositiveIntegerField(blank=True, null=True)),
                ('mapping', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('cursor', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.blob')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.blob')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RememberedMapping',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('importer', models.CharField(max_length=40)),
                ('signature', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='RowResult',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('row', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('new', 'Goes in'), ('remark', 'Goes in, with a remark'), ('known', 'Already there'), ('refused', 'Goes back')], max_length=8)),
                ('marks', models.JSONField(default=list)),
                ('earlier_row', models.PositiveIntegerField(blank=True, null=True)),
                ('subject_kind', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.CharField(blank=True, max_length=40)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='intake.incomingfile')),
            ],
        ),
        migrations.AddIndex(
            model_name='incomingfile',
            index=models.Index(fields=['office', '-sent_at'], name='intake_file_latest'),
        ),
        migrations.AddConstraint(
            model_name='incomingfile',
            constraint=models.UniqueConstraint(fields=('office', 'importer', 'content'), name='intake_file_once'),
        ),
        migrations.AddConstraint(
            model_name='incomingfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('stage', 'done')), models.Q(models.Q(('stage', 'done'), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='intake_file_finished'),
        ),
        migrations.AddConstraint(
            model_name='incomingfile',
            constraint=models.CheckConstraint(condition=models.Q(('stage', 'sent'), ('header_row__isnull', False), _connector='OR'), name='intake_file_mapped'),
        ),
        migrations.AddConstraint(
            model_name='incomingfile',
            constraint=models.CheckConstraint(condition=models.Q(('cursor__lte', models.F('rows_total'))), name='intake_file_cursor'),
        ),
        migrations.AddConstraint(
            model_name='rememberedmapping',
            constraint=models.UniqueConstraint(fields=('organisation', 'importer', 'signature'), name='intake_remembered_once'),
        ),
        migrations.AddIndex(
            model_name='rowresult',
            index=models.Index(fields=['file', 'verdict', 'row'], name='intake_result_verdict'),
        ),
        migrations.AddIndex(
            model_name='rowresult',
            index=models.Index(fields=['subject_kind', 'subject_id'], name='intake_result_subject'),
        ),
        migrations.AddConstraint(
            model_name='rowresult',
            constraint=models.UniqueConstraint(fields=('file', 'row'), name='intake_result_once'),
        ),
        migrations.AddConstraint(
            model_name='rowresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject_id', ''), ('subject_kind', '')), models.Q(models.Q(('subject_kind', ''), _negated=True), models.Q(('subject_id', ''), _negated=True)), _connector='OR'), name='intake_result_subject'),
        ),
    ]
