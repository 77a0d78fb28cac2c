"""The first opening: an empty database gets the tables of this program at once, without walking through every earlier shape."""

from __future__ import annotations


def make_tables() -> None:
    """Make every table as the models are, with all migrations noted as applied: whole or not at all.

    Only for a database without any table. What a migration does to rows has nothing to do here; triggers are made by the
    same signals as after migrating. A test holds the two ways of making the tables against each other.
    """
    from django.apps import apps
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.schema_editor() as editor:
        editor.create_model(executor.recorder.Migration)
        for model in apps.get_models():
            editor.create_model(model)
        for migration, _ in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=apps, plan=plan)
