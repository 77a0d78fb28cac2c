import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('procedure', '0004_newest_first'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='fact_1',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='fact_2',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='fact_3',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='fact_4',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='fact_5',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='fact_6',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='case',
            name='key',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='case',
            name='opened_by',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=150),
        ),
        migrations.AlterField(
            model_name='case',
            name='subject',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(blank=True, db_index=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='case',
            name='title',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=200),
        ),
        migrations.AlterField(
            model_name='eventrow',
            name='actor',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=150),
        ),
    ]
