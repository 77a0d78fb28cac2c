import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0001_from_oversight'),
    ]

    operations = [
        migrations.AlterField(
            model_name='shadowrow',
            name='occurrence',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=300),
        ),
        migrations.AlterField(
            model_name='shadowrow',
            name='subject',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(max_length=100),
        ),
    ]
