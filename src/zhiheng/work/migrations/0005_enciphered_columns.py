import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0004_report_texts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='owed',
            name='subject',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='rating',
            name='subject',
            field=zhiheng.ledger.at_rest_fields.KeyedNumber(blank=True, max_length=100),
        ),
    ]
