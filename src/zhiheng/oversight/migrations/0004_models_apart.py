"""Models, versions and parameters are a room of their own now; their tables stay, and what says that the catalogue changed goes along."""

from django.db import migrations

NAME = "models"


def take_along(apps, _editor):
    Cursor, Change = apps.get_model("oversight", "Cursor"), apps.get_model("models", "Change")
    for cursor in Cursor.objects.filter(name=NAME):
        Change.objects.get_or_create(name=NAME, defaults={"position": cursor.position})
        cursor.delete()


def bring_back(apps, _editor):
    Cursor, Change = apps.get_model("oversight", "Cursor"), apps.get_model("models", "Change")
    for change in Change.objects.filter(name=NAME):
        Cursor.objects.get_or_create(name=NAME, defaults={"position": change.position})


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0003_living_models"),
        ("models", "0001_from_oversight"),
    ]
    run_before = [("models", "0002_enciphered_columns")]  # the tables were made here: what alters them comes after

    operations = [
        migrations.RunPython(take_along, bring_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="VersionEvent"),
                migrations.DeleteModel(name="ShadowRow"),
                migrations.DeleteModel(name="ShadowRun"),
                migrations.DeleteModel(name="ParameterEnd"),
                migrations.DeleteModel(name="ModelVersion"),
                migrations.DeleteModel(name="ParameterSetting"),
            ],
        ),
    ]
