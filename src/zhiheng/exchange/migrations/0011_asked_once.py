"""Queries of organs' systems that were answered."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table."""

    dependencies = [("exchange", "0010_breach_persons")]

    operations = [
        migrations.CreateModel(
            name="AskedOnce",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
