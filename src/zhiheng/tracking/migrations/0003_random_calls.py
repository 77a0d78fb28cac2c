import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0002_checkins"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="machine",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="RandomCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("seed", models.CharField(max_length=64)),
                ("called_at", models.DateTimeField()),
                ("called_by", models.CharField(max_length=150)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="tracking.order")),
            ],
            options={
                "ordering": ["-from_at", "-id"],
                "indexes": [models.Index(fields=["order", "from_at"], name="call_of_order")],
            },
        ),
    ]
