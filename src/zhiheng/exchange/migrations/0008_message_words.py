"""Words of a notice lie in the row of the message; what of a stream is not done is found at once."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

import zhiheng.ledger.at_rest_fields


class Migration(migrations.Migration):
    """One column and one index."""

    dependencies: ClassVar = [("exchange", "0007_sm2_keys")]

    operations: ClassVar = [
        migrations.AddField("incoming", "words", zhiheng.ledger.at_rest_fields.EncipheredJSON(null=True)),
        migrations.AddIndex("incoming", models.Index(fields=["sender", "receiver", "state", "seq"], name="message_undone")),
    ]
