"""Positions carry their seal, deliveries what binds them; what was taken in before stays without and goes when its time is over."""

from __future__ import annotations

from django.db import migrations, models

from zhiheng.ledger.at_rest_fields import EncipheredText


class Migration(migrations.Migration):
    """Columns only."""

    dependencies = [("tracking", "0004_enciphered_columns")]

    operations = [
        migrations.AddField("intake", "bound", models.JSONField(default=dict)),
        migrations.AddField("position", "salt", EncipheredText(blank=True, default=""), preserve_default=False),
        migrations.AddField("position", "seal", models.CharField(max_length=32, blank=True, default=""), preserve_default=False),
    ]
