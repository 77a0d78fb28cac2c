"""A rating made within a case names it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0001_work")]

    operations = [
        migrations.AddField(
            model_name="rating", name="case", field=models.CharField(blank=True, default="", max_length=36), preserve_default=False
        ),
    ]
