"""A new home gets its tables at once: they are those that the migrations, walked one by one, would have made."""

from __future__ import annotations

import pytest

from .homes import Home, another_database, ended

SHAPE = """
import json
import sys
from zhiheng.cli import opening
if sys.argv[1] == "walked":
    opening.make_tables = lambda: None
opening.open_database()
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
shape = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        rules = connection.introspection.get_constraints(cursor, table)
        shape[table] = [
            sorted([one.name, str(one.type_code), str(one.internal_size), one.null_ok, str(one.default)] for one in columns),
            sorted(json.dumps([str(value) for _, value in sorted(rule.items())]) for rule in rules.values()),
            sorted(name for name in rules if not rules[name]["foreign_key"] and not name.startswith("__")),
        ]
    if connection.vendor == "postgresql":
        cursor.execute("select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal order by 1, 2")
    else:
        cursor.execute("select tbl_name, name from sqlite_master where type = 'trigger' order by 1, 2")
    triggers = [list(row) for row in cursor.fetchall()]
applied = sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations())
kinds = sorted(ContentType.objects.values_list("app_label", "model"))
print(json.dumps({"shape": shape, "triggers": triggers, "applied": applied, "kinds": kinds}))
"""
NAMES_WITHOUT_RULE = {"oversight_modelversion": "first_run", "oversight_shadowrow": "clue_id"}
"""Columns that once were foreign keys and now are numbers of rows of the room above."""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    homes = [Home(tmp_path_factory.mktemp(way), another_database()) for way in ("walked", "made")]
    return [home.ask(SHAPE, way) for home, way in zip(homes, ("walked", "made"), strict=True)]


@pytest.mark.parametrize("part", ["applied", "triggers", "kinds"])
def test_what_is_noted_is_the_same(both, part):
    walked, made = both
    assert made[part] == walked[part]


def test_tables_are_the_same(both):
    walked, made = (one["shape"] for one in both)
    assert sorted(made) == sorted(walked)
    assert {table for table in walked if made[table] != walked[table]} - {*NAMES_WITHOUT_RULE, "auth_group_permissions"} == set()


@pytest.mark.parametrize(("table", "column"), NAMES_WITHOUT_RULE.items())
def test_what_names_the_room_above_has_no_rule_of_the_database(both, table, column):
    """Homes from before the models had a room of their own may keep that rule and its index, nothing else."""
    walked, made = (one["shape"][table] for one in both)
    assert made[0] == walked[0]
    for fewer, more in zip(made[1:], walked[1:], strict=True):
        assert set(fewer) <= set(more)
        assert all(column in rule for rule in set(more) - set(fewer))


def test_killed_while_the_tables_are_made_leaves_none(tmp_path):
    home = Home(tmp_path, another_database())
    broken = "from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor\nimport os\nmade = Editor.create_model\n"
    broken += "Editor.create_model = lambda self, model: os._exit(9) if model.__name__ == 'Case' else made(self, model)\n"
    died = ended(home.begin(broken + "from zhiheng.cli.opening import open_database\nopen_database()"))
    assert died.status == 9
    assert home.run("models", "list").status == 0
    assert home.look()["faults"] == []
