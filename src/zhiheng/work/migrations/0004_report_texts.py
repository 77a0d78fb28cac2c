"""What officers write into reports, kept with each report of a period."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0003_own_views")]

    operations = [
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.CharField(max_length=60)),
                ("pack", models.CharField(max_length=60)),
                ("period", models.CharField(max_length=20)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("texts", models.JSONField()),
                ("written_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                (
                    "organ",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organ"),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["report", "period", "organ"], name="report_text_by_period")],
            },
        ),
    ]
