from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_portal"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadUpTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="OfficerRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField()),
                ("whose", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("organ", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["-seq"],
                "indexes": [models.Index(fields=["whose", "-at"], name="officer_read_of")],
                "constraints": [models.UniqueConstraint(fields=("seq", "whose"), name="one_read_of_an_entry")],
            },
        ),
    ]
