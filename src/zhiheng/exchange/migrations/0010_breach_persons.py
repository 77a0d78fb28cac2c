"""Whom breaches are about; of those known already it is noted when batches are examined next.

Until then they are closed to whoever may not see somebody.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from zhiheng.ledger.at_rest_fields import KeyedNumber


class Migration(migrations.Migration):
    """A column, an index, a table."""

    dependencies = [("exchange", "0009_enciphered_columns")]

    operations = [
        migrations.AddField("breach", "named", models.BooleanField(default=False)),
        migrations.AddIndex("breach", models.Index(condition=models.Q(("named", False)), fields=["id"], name="breach_not_named")),
        migrations.CreateModel(
            name="BreachPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", KeyedNumber(db_index=True, max_length=64)),
                (
                    "breach",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="persons", to="exchange.breach"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("breach", "number"), name="one_person_of_a_breach")]},
        ),
    ]
