import json

from django.db import migrations

from zhiheng.ledger.core import at_rest_text
from zhiheng.register.core.ledgers import persons_named


def _plain(values):
    sealed = isinstance(values, str) and at_rest_text.is_sealed(values)
    return json.loads(at_rest_text.unseal(values)) if sealed else values


def name_others(apps, _editor):
    """Note the persons of the entries there are whom their words name by fifteen digits or in full width."""
    named, acts = apps.get_model("register", "NamedPerson"), apps.get_model("register", "ActRow")
    found = {(act.entry_id, number) for act in acts.objects.all().iterator() for number in persons_named(_plain(act.values))}
    missing = found - set(named.objects.values_list("entry", "number"))
    named.objects.bulk_create([named(entry_id=entry, number=number) for entry, number in sorted(missing)], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0004_written_names'),
    ]

    operations = [migrations.RunPython(name_others, migrations.RunPython.noop)]
