import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_officer_reads'),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='person',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='querycode',
            name='person',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=60),
        ),
    ]
