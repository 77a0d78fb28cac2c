import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0005_newest_first'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clue',
            name='occurrence',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=300),
        ),
        migrations.AlterField(
            model_name='clue',
            name='subject',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(max_length=100),
        ),
    ]
