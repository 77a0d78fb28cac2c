import json

import django.db.models.deletion
import zhiheng.ledger.at_rest_fields
from django.db import migrations, models

from zhiheng.ledger.core import at_rest_text
from zhiheng.oversight.core.named import named_beside


def _plain(values):
    sealed = isinstance(values, str) and at_rest_text.is_sealed(values)
    return json.loads(at_rest_text.unseal(values)) if sealed else values


def name_persons(apps, _editor):
    """Note whom the clues there are name beside their subjects."""
    naming, clues = apps.get_model("oversight", "ClueNaming"), apps.get_model("oversight", "Clue")
    found = ((clue.pk, who) for clue in clues.objects.all().iterator() for who in sorted(named_beside(clue.subject, _plain(clue.values))))
    naming.objects.bulk_create([naming(clue_id=clue, who=who) for clue, who in found], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0007_kept_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClueNaming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=64)),
                ('clue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='oversight.clue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clue', 'who'), name='one_naming_of_a_clue')],
            },
        ),
        migrations.RunPython(name_persons, migrations.RunPython.noop),
    ]
