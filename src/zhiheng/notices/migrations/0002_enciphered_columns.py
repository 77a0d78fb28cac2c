import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_notices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outbound',
            name='title',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=200),
        ),
    ]
