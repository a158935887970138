"""A district or a country is held within an organisation: what was given before is bound to that of its holder."""

from django.db import migrations, models

BOUND = ["district", "country"]


def bind(apps, schema_editor):
    assignments = apps.get_model("accounts", "Assignment").objects.using(schema_editor.connection.alias)
    holders = apps.get_model("accounts", "User").objects.filter(pk=models.OuterRef("user_id"))
    assignments.filter(scope_kind__in=BOUND).update(
        organisation_id=models.Subquery(holders.values("office__organisation_id"))
    )
    _settle(schema_editor)


def unbind(apps, schema_editor):
    assignments = apps.get_model("accounts", "Assignment").objects.using(schema_editor.connection.alias)
    assignments.filter(scope_kind__in=BOUND).update(organisation_id=None)
    _settle(schema_editor)


def _settle(schema_editor):
    """Let PostgreSQL check the references now: it changes no table while checks are waiting."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_accounts'),
        ('places', '0001_places'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='accounts_assignment_anchor',
        ),
        migrations.AddField(
            model_name='assignment',
            name='of_every_organisation',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(bind, unbind),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', True), ('of_every_organisation', False), ('office__isnull', True), ('organisation__isnull', True), ('place__isnull', True), ('scope_kind', 'own')), models.Q(('country__isnull', True), ('of_every_organisation', False), ('office__isnull', True), ('organisation__isnull', True), ('place__isnull', True), ('scope_kind', 'everywhere')), models.Q(('country__isnull', True), ('of_every_organisation', False), ('office__isnull', False), ('organisation__isnull', True), ('place__isnull', True), ('scope_kind', 'office')), models.Q(('country__isnull', True), ('of_every_organisation', False), ('office__isnull', True), ('organisation__isnull', False), ('place__isnull', True), ('scope_kind', 'organisation')), models.Q(('country__isnull', True), ('of_every_organisation', False), ('office__isnull', True), ('organisation__isnull', False), ('place__isnull', False), ('scope_kind', 'district')), models.Q(('country__isnull', True), ('of_every_organisation', True), ('office__isnull', True), ('organisation__isnull', True), ('place__isnull', False), ('scope_kind', 'district')), models.Q(('country__isnull', False), ('of_every_organisation', False), ('office__isnull', True), ('organisation__isnull', False), ('place__isnull', True), ('scope_kind', 'country')), models.Q(('country__isnull', False), ('of_every_organisation', True), ('office__isnull', True), ('organisation__isnull', True), ('place__isnull', True), ('scope_kind', 'country')), _connector='OR'), name='accounts_assignment_anchor'),
        ),
    ]
