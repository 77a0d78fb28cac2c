from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0008_clue_namings'),
    ]

    operations = [
        migrations.AddField(
            model_name='keptcounts',
            name='counting_until',
            field=models.DateTimeField(null=True),
        ),
    ]
