import json

import django.db.models.deletion
import zhiheng.ledger.at_rest_fields
from django.db import migrations, models

from zhiheng.ledger.core import at_rest_text
from zhiheng.register.core.ledgers import persons_named


def _plain(values):
    sealed = isinstance(values, str) and at_rest_text.is_sealed(values)
    return json.loads(at_rest_text.unseal(values)) if sealed else values


def name_persons(apps, _editor):
    """Note the persons of the entries there are."""
    named, acts = apps.get_model("register", "NamedPerson"), apps.get_model("register", "ActRow")
    found = {(act.entry_id, number) for act in acts.objects.all().iterator() for number in persons_named(_plain(act.values))}
    named.objects.bulk_create([named(entry_id=entry, number=number) for entry, number in sorted(found)], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_enciphered_columns'),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', zhiheng.ledger.at_rest_fields.KeyedNumber(db_index=True, max_length=64)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='persons', to='register.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='one_person_of_an_entry')],
            },
        ),
        migrations.RunPython(name_persons, migrations.RunPython.noop),
    ]
