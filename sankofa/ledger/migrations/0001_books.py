"""The tables of the books, and what the database refuses whoever asks.

A posting is never changed or deleted, stays within one book and one currency, goes into no closed period, and what
takes another back mirrors it.  An account, a book and a period keep what they are.
"""

import django.db.models.deletion
import sankofa.kernel.clock
import sankofa.kernel.identifiers
import sankofa.store.fields
from django.db import migrations, models


_APART = """
    NOT EXISTS (
        SELECT 1 FROM ledger_account f JOIN ledger_account t ON t.id = NEW.to_account_id
        WHERE f.id = NEW.from_account_id AND f.book_id = NEW.book_id AND t.book_id = NEW.book_id
        AND f.currency = NEW.currency AND t.currency = NEW.currency
    )
"""
_CLOSED = """
    EXISTS (
        SELECT 1 FROM ledger_period WHERE book_id = NEW.book_id
        AND from_on <= NEW.booked_on AND NEW.booked_on < until_on
    ) OR EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.book_id AND opened_on > NEW.booked_on)
"""
_NO_MIRROR = """
    NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_posting WHERE id = NEW.reverses_id AND book_id = NEW.book_id
        AND from_account_id = NEW.to_account_id AND to_account_id = NEW.from_account_id
        AND amount_minor = NEW.amount_minor
    )
"""
_OVERLAPS = """
    EXISTS (
        SELECT 1 FROM ledger_period WHERE book_id = NEW.book_id
        AND from_on < NEW.until_on AND NEW.from_on < until_on
    )
"""
_ACCOUNT_MOVED = """
    OLD.book_id <> NEW.book_id OR OLD.currency <> NEW.currency OR OLD.kind <> NEW.kind
    OR OLD.owner_kind <> NEW.owner_kind OR OLD.owner_id <> NEW.owner_id
"""
_BOOK_MOVED = """
    OLD.kind <> NEW.kind OR OLD.organisation_id <> NEW.organisation_id OR OLD.opened_on <> NEW.opened_on
"""

# Name, table, occasion, condition (none: always), what is said.
GUARDS = (
    ("no_change", "posting", "UPDATE", "", "postings are never changed"),
    ("no_delete", "posting", "DELETE", "", "postings are never deleted"),
    ("apart", "posting", "INSERT", _APART, "accounts of two books or two currencies never meet"),
    ("closed", "posting", "INSERT", _CLOSED, "a closed period takes no posting"),
    ("mirror", "posting", "INSERT", _NO_MIRROR, "a posting is taken back by its mirror only"),
    ("no_change", "period", "UPDATE", "", "a closed period stays as it is"),
    ("no_delete", "period", "DELETE", "", "a closed period stays closed"),
    ("overlap", "period", "INSERT", _OVERLAPS, "closed periods do not overlap"),
    ("stays", "account", "UPDATE", _ACCOUNT_MOVED, "an account stays in its book and currency"),
    ("no_delete", "account", "DELETE", "", "accounts are never deleted"),
    ("stays", "book", "UPDATE", _BOOK_MOVED, "a book stays what it is"),
)


def guard(apps, schema_editor):
    for name, table, occasion, condition, said in GUARDS:
        trigger = f"ledger_{table}_{name}"
        if schema_editor.connection.vendor == "sqlite":
            when = f"WHEN {condition}" if condition else ""
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {occasion} ON ledger_{table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
            continue
        # Who posts keeps the periods as they are until they are done; a closing that came first is seen.
        hold = "PERFORM 1 FROM ledger_book WHERE id = NEW.book_id FOR KEY SHARE;" if name == "closed" else ""
        refusal = f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';"
        if condition:
            refusal = f"IF {condition} THEN {refusal} END IF;"
        schema_editor.execute(
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {hold} {refusal} RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE {occasion} ON ledger_{table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
        )


def unguard(apps, schema_editor):
    for name, table, *_ in GUARDS:
        trigger = f"ledger_{table}_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {trigger}")
        else:
            schema_editor.execute(f"DROP TRIGGER {trigger} ON ledger_{table}")
            schema_editor.execute(f"DROP FUNCTION {trigger}()")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('grant', 'grants'), ('loan', 'loans'), ('savings', 'savings'), ('fund', 'revolving fund'), ('remittance', 'money sent home')], max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('opened_on', models.DateField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('cash', 'cash'), ('bank', 'bank'), ('grant_in', 'money given by donors'), ('local_share', 'own contribution'), ('loans_out', 'lent out'), ('interest', 'interest received'), ('fees', 'fees received'), ('admin', 'running costs'), ('write_off', 'given up'), ('recovery', 'recovered after being given up'), ('savings', 'savings'), ('reserve', 'reserve'), ('outside', 'outside')], max_length=12)),
                ('owner_kind', models.CharField(blank=True, max_length=60)),
                ('owner_id', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('currency', models.CharField(max_length=3)),
                ('may_be_negative', models.BooleanField()),
                ('balance_minor', models.BigIntegerField(default=0)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.book')),
            ],
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=sankofa.kernel.clock.now, editable=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('closed_at', models.DateTimeField()),
                ('closed_by_kind', models.CharField(max_length=12)),
                ('closed_by_id', models.CharField(max_length=40)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='ledger.book')),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.UUIDField(default=sankofa.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('movement', models.UUIDField()),
                ('number', models.PositiveSmallIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('booked_on', models.DateField()),
                ('about_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('code', models.CharField(blank=True, max_length=40)),
                ('note', sankofa.store.fields.SealedTextField(blank=True, editable=True, null=True)),
                ('by_kind', models.CharField(max_length=12)),
                ('by_id', models.CharField(max_length=40)),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.book')),
                ('from_account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing', to='ledger.account')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.posting')),
                ('to_account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='ledger.account')),
            ],
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='ledger_book_name'),
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='ledger_book_named'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['owner_kind', 'owner_id'], name='ledger_account_owner_ix'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('book', 'kind', 'owner_kind', 'owner_id', 'code', 'currency'), name='ledger_account_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('may_be_negative', True), ('balance_minor__gte', 0), _connector='OR'), name='ledger_account_covered'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner_id', ''), ('owner_kind', '')), models.Q(models.Q(('owner_kind', ''), _negated=True), models.Q(('owner_id', ''), _negated=True)), _connector='OR'), name='ledger_account_owner'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('book', 'from_on'), name='ledger_period_from'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('book', 'until_on'), name='ledger_period_until'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='ledger_period_span'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['from_account', 'booked_on'], name='ledger_posting_from'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['to_account', 'booked_on'], name='ledger_posting_to'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['book', 'booked_on'], name='ledger_posting_book'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(fields=('movement', 'number'), name='ledger_posting_once'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0), ('amount_minor__lte', 1000000000000000)), name='ledger_posting_amount'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='ledger_posting_two_accounts'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('about_on__lte', models.F('booked_on'))), name='ledger_posting_about'),
        ),
        migrations.RunPython(guard, unguard),
    ]
