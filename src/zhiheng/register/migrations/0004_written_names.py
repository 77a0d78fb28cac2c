import json

import django.db.models.deletion
from django.db import migrations, models

from zhiheng.ledger.core import at_rest_text
from zhiheng.registry.core.written_names import names_written


def _plain(values):
    sealed = isinstance(values, str) and at_rest_text.is_sealed(values)
    return json.loads(at_rest_text.unseal(values)) if sealed else values


def write_names(apps, _editor):
    """Note the names in the entries there are."""
    written, acts = apps.get_model("register", "WrittenName"), apps.get_model("register", "ActRow")
    found = {(act.entry_id, name) for act in acts.objects.all().iterator() for name in names_written(_plain(act.values))}
    written.objects.bulk_create([written(entry_id=entry, name=name) for entry, name in sorted(found)], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0003_named_persons'),
    ]

    operations = [
        migrations.CreateModel(
            name='WrittenName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=64)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written_names', to='register.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='one_name_of_an_entry')],
            },
        ),
        migrations.RunPython(write_names, migrations.RunPython.noop),
    ]
