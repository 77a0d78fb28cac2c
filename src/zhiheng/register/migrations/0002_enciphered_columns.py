import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0001_registers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='c1',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='c2',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='c3',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='c4',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='c5',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='c6',
            field=zhiheng.ledger.at_rest_fields.CoveredName(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='key',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=300, null=True),
        ),
    ]
