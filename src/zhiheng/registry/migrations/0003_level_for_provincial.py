from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_accounts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='organ',
            name='provincial',
        ),
    ]
