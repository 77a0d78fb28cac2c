import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tracking', '0003_random_calls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='leave',
            name='key',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=300, unique=True),
        ),
        migrations.AlterField(
            model_name='leave',
            name='person',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='order',
            name='key',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=300, unique=True),
        ),
        migrations.AlterField(
            model_name='order',
            name='person',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='position',
            name='digest',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(max_length=64),
        ),
        migrations.AlterField(
            model_name='position',
            name='lat',
            field=zhiheng.ledger.at_rest_fields.EncipheredFloat(),
        ),
        migrations.AlterField(
            model_name='position',
            name='lon',
            field=zhiheng.ledger.at_rest_fields.EncipheredFloat(),
        ),
    ]
