"""What organs wrote of a person beside the name: never asked for in the database, so it lies enciphered."""

from __future__ import annotations

from django.db import migrations

from zhiheng.ledger.at_rest_fields import EncipheredJSON


class Migration(migrations.Migration):
    """Five columns."""

    dependencies = [("subjects", "0003_keyed_numbers")]

    operations = [
        migrations.AlterField("identity", "births", EncipheredJSON(default=list)),
        migrations.AlterField("identity", "sexes", EncipheredJSON(default=list)),
        migrations.AlterField("identity", "divisions", EncipheredJSON(default=list)),
        migrations.AlterField("identity", "former_names", EncipheredJSON(default=list)),
        migrations.AlterField("identity", "said", EncipheredJSON(default=list)),
    ]
