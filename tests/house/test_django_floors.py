"""Foreign keys and dependencies of migrations point down, and every URL and API route declares its right."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

FLOORS = [
    {"ledger"},
    {"registry"},
    {"records"},
    {"subjects"},
    {"dossier"},
    {"models"},
    {"procedure", "register", "tracking"},
    {"work"},
    {"exchange"},
    {"oversight"},
    {"operation", "portal", "notices"},
    {"web"},
]
RANK = {label: height for height, floor in enumerate(FLOORS) for label in floor}
OURS = [config for config in apps.get_app_configs() if config.name.startswith("zhiheng.")]


def upward(config_label: str, target_label: str) -> bool:
    """Whether a pointer from the first room to the second leaves the allowed direction (down, or within one's own room)."""
    if target_label not in RANK:
        return False
    return config_label != target_label and RANK[target_label] >= RANK[config_label]


def pointers():
    for config in OURS:
        for model in config.get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    yield config.label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label


def test_every_room_with_tables_has_its_floor():
    assert {config.label for config in OURS} <= set(RANK)


def test_foreign_keys_point_down():
    assert [f"{name} points up to {target}" for label, name, target in pointers() if upward(label, target)] == []


def test_dependencies_of_migrations_point_down():
    graph = MigrationLoader(None).disk_migrations
    wrong = [
        f"{label}.{name} depends on {target}"
        for (label, name), migration in graph.items()
        if label in RANK
        for target, _ in migration.dependencies
        if upward(label, target)
    ]
    assert wrong == []


def test_an_upward_pointer_would_be_found():
    assert upward("ledger", "registry")
    assert upward("records", "oversight")
    assert not upward("oversight", "records")


def routes(patterns, prefix=""):
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern.callback


def undeclared(found):
    """Addresses whose view carries no `right` (a right's code, or `public`)."""
    return [where for where, view in found if not getattr(view, "right", None)]


def test_every_address_declares_its_right():
    found = list(routes(get_resolver().url_patterns))
    assert len(found) > 10
    assert undeclared(found) == []


def test_an_address_without_a_right_would_be_found():
    from django.urls import path

    assert undeclared(list(routes([path("planted/", lambda request: None)]))) == ["planted/"]


@pytest.mark.parametrize("label", sorted(RANK))
def test_floors_are_those_of_the_import_contract(label):
    from pathlib import Path

    assert label in (Path(__file__).resolve().parents[2] / ".importlinter").read_text()
