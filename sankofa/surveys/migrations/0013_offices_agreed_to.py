from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0012_answers_agreed'),
    ]

    operations = [
        migrations.AddField(
            model_name='answersasked',
            name='offices',
            field=models.JSONField(default=list),
        ),
    ]
