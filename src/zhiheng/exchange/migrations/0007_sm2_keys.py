from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_message_links")]

    operations = [migrations.AlterField("servicekey", "public", models.CharField(max_length=140))]
