import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_bound_rows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='actor',
            field=zhiheng.ledger.at_rest_fields.CoveredName(db_index=True, max_length=150),
        ),
    ]
