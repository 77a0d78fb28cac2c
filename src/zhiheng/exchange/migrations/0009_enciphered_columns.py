import zhiheng.ledger.at_rest_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0008_message_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoing',
            name='title',
            field=zhiheng.ledger.at_rest_fields.CoveredName(max_length=200),
        ),
    ]
