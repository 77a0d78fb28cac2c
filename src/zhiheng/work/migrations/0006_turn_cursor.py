from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0005_enciphered_columns")]

    operations = [migrations.AddField(model_name="turn", name="cursor", field=models.BigIntegerField(default=0))]
