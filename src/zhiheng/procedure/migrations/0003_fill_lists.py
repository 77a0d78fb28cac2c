"""Cases of an earlier database are told their procedure and pack; seats of ended ones are closed. Waiting steps follow with `refill_lists`."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, _schema):
    case, seat, definition = (apps.get_model("procedure", name) for name in ("Case", "Seat", "Definition"))
    of = definition.objects.filter(pk=OuterRef("definition_id"))
    case.objects.filter(procedure="").update(procedure=Subquery(of.values("name")[:1]), pack=Subquery(of.values("pack")[:1]))
    seat.objects.filter(case__ended_on__isnull=False).update(open=False)


class Migration(migrations.Migration):
    dependencies = [("procedure", "0002_engine")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
