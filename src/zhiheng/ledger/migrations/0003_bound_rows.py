from django.db import migrations, models


def fill_subroots(apps, _editor):
    """Give entries of earlier programs the roots of the subtrees that they end, so that proofs need not read the whole trace."""
    from zhiheng.ledger.core.tree import CompactRange

    entries = apps.get_model("ledger", "Entry").objects
    tree, ended = CompactRange(), []
    for entry in entries.order_by("seq").only("seq", "leaf").iterator():
        try:
            tree, subroots = tree.grown(bytes.fromhex(entry.leaf))
        except ValueError:
            break
        if subroots:
            entry.subroots = "".join(root.hex() for root in subroots)
            ended.append(entry)
        if len(ended) == 500:
            entries.bulk_update(ended, ["subroots"])
            ended = []
    entries.bulk_update(ended, ["subroots"])


class Migration(migrations.Migration):

    dependencies = [("ledger", "0002_program_version")]

    operations = [
        migrations.AddField("entry", "version", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("entry", "rows", models.TextField(null=True)),
        migrations.AddField("entry", "rows_digest", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("entry", "subroots", models.TextField(blank=True, default="")),
        migrations.AddField("checkpoint", "note", models.TextField(blank=True, default="")),
        migrations.CreateModel(
            name="Shape",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=100)),
                ("columns", models.TextField()),
            ],
        ),
        migrations.RunPython(fill_subroots, migrations.RunPython.noop),
    ]
