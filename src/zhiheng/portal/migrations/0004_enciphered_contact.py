"""How a person is reached: never asked for in the database, so it lies enciphered."""

from __future__ import annotations

from django.db import migrations

from zhiheng.ledger.at_rest_fields import EncipheredText


class Migration(migrations.Migration):
    """A column."""

    dependencies = [("portal", "0003_enciphered_columns")]

    operations = [migrations.AlterField("account", "contact", EncipheredText(blank=True))]
