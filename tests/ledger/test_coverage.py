"""The trace covers every table of the database: a row changed, removed or added past the program is named, whichever table it is in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from tests.ledger.rows import another, one_of_each
from tests.ledger.tampering import past_the_program, triggers_off
from zhiheng.ledger import coverage, selectors
from zhiheng.ledger.coverage import bound_apart, covered, left_out, rows_of, spelt
from zhiheng.ledger.models import Entry, Shape
from zhiheng.ledger.selectors.checking import compare_apart
from zhiheng.ledger.services import append, append_all, checkpoint
from zhiheng.portal.reads_named import READ
from zhiheng.tracking.core.binding import bound_of
from zhiheng.tracking.selectors.bound_positions import group_of, sealed


@pytest.fixture()
def every_table(db, home, actor, now):
    """A row of each table, bound by an entry."""
    made = one_of_each(now)
    bind_position(made["tracking_position"], made["tracking_intake"])
    past_the_program(*(f"DELETE FROM {table}" for table in ("ledger_entry", "ledger_head", "ledger_checkpoint")))
    index_read(made["portal_officerread"], actor, now)
    index_text(made["dossier_searchtext"], made["dossier_searchpair"])
    checkpoint(actor=actor, now=now)
    made["ledger_checkpoint"] = selectors.latest_checkpoint()
    return {table: row for table, row in made.items() if table in compared()}


def compared():
    """Tables whose rows the verdict compares."""
    return {*covered(), *(apps.get_model(label)._meta.db_table for label in bound_apart())}


def bind_position(position, intake):
    """As taking positions in does it: the row under its seal, the delivery with what binds it."""
    sealed(position)
    past_the_program(("UPDATE tracking_position SET salt = %s, seal = %s WHERE id = %s", [position.salt, position.seal, position.pk]))
    bound = json.dumps(bound_of([(group_of(position), position.seal)]))
    past_the_program(("UPDATE tracking_intake SET bound = %s WHERE id = %s", [bound, intake.pk]))
    intake.refresh_from_db()


def index_read(row, actor, now):
    """As keeping up the index does it: a row for whom the entry names."""
    append(actor=actor, act=READ, thing="record:1", details={"whose": [row.whose]}, now=now)
    row.seq, row.at, row.organ = 1, now, actor.organ
    row.save()
    past_the_program("UPDATE portal_readupto SET seq = 1")


def index_text(text, pair):
    """As keeping a paper does it: the pairs of the text."""
    text.text = pair.pair = "甲乙"
    text.save()
    pair.save()


def findings():
    return {(finding.kind, finding.message.partition("（")[2].partition("）")[0]) for finding in selectors.verify().findings}


def test_every_table_of_the_database_is_covered_or_left_out_with_a_reason():
    tables = {model._meta.label: model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    reasons = {label: reason for label, reason in left_out().items() if label.count(".") == 1}
    assert compared() == {table for label, table in tables.items() if label not in reasons}
    assert set(reasons) <= set(tables), "a table is left out that does not exist"
    assert all(len(reason) >= 5 for reason in left_out().values())
    by_table = {f"{table}.{field.name}" for table, model in ((m._meta.label, m) for m in apps.get_models()) for field in model._meta.fields}
    assert {label for label in left_out() if label.count(".") == 2} <= by_table
    must = "records_batch exchange_delivery exchange_rejectedrow dossier_document dossier_storedfile procedure_case procedure_eventrow"
    must += " oversight_clue oversight_modelversion oversight_parametersetting registry_post registry_officer subjects_match register_entry"
    must += " work_rating work_owed exchange_package ledger_checkpoint tracking_position"
    must += " dossier_searchtext dossier_searchpair portal_officerread"
    assert set(must.split()) <= compared()


def test_what_the_program_writes_is_sound_and_the_verdict_says_what_it_covers(every_table):
    verdict = selectors.verify()
    assert verdict.findings == []
    assert verdict.covered == dict.fromkeys(compared(), 1)
    assert verdict.not_covered == left_out()


def test_a_changed_row_of_any_table_is_named(every_table):
    changed = set()
    for table, row in every_table.items():
        if change := change_of(row):
            past(change)
            changed.add(table)
    found, derived = findings(), set(derived_tables())
    assert {table for kind, table in found if kind == "row_changed"} - derived == changed - derived
    assert {table for _, table in found if table} == changed, "an index is not as what it is derived from, whatever kind of finding that is"
    only_keys = {table for table, row in every_table.items() if table not in changed}
    assert all(field.primary_key or field.remote_field for table in only_keys for field in every_table[table]._meta.concrete_fields)
    named = [finding.message for finding in selectors.verify().findings if "records_batch" in finding.message]
    assert named == [f"数据主题库·Batch（records_batch）编号 {every_table['records_batch'].pk} 的行被改动过，与第 1 条留痕所记不符"]


def change_of(row):
    """SQL that changes one covered column of the row to another value; None where it has keys only."""
    left = left_out()
    for field in row._meta.concrete_fields:
        if field.primary_key or field.remote_field or field.unique or f"{row._meta.label}.{field.name}" in left:
            continue
        value = field.get_db_prep_save(another(field, getattr(row, field.attname)), connection)
        key = row._meta.pk.get_db_prep_save(row.pk, connection)
        return f'UPDATE "{row._meta.db_table}" SET "{field.column}" = %s WHERE "{row._meta.pk.column}" = %s', [value, key]
    return None


def past(change):
    statement, values = change
    past_the_program((statement, values))


def test_a_removed_row_of_any_table_is_named(every_table):
    removed = set(every_table) - set(derived_or_apart())  # what they are compared with is removed with the rest: see below
    with transaction.atomic():
        for table in removed:
            row = every_table[table]
            past((f'DELETE FROM "{table}" WHERE "{row._meta.pk.column}" = %s', [row._meta.pk.get_db_prep_save(row.pk, connection)]))
        assert {table for kind, table in findings() if kind == "row_removed"} == removed
        transaction.set_rollback(True)


def derived_or_apart():
    return [apps.get_model(label)._meta.db_table for label in bound_apart()]


def derived_tables():
    return [table for table in derived_or_apart() if table != "tracking_position"]


@pytest.mark.parametrize("table", ["dossier_searchpair", "portal_officerread"])
def test_a_row_taken_out_of_an_index_is_told(every_table, table):
    past((f"DELETE FROM {table}", []))
    assert findings() == {("row_removed", table)}


@pytest.mark.parametrize("column", ["size", "peaks", "root", "link"])
def test_each_column_of_the_head_is_compared_with_the_tree(every_table, column):
    past((f"UPDATE ledger_head SET {column} = {'size + 1' if column == 'size' else chr(39) * 2}", []))
    assert {finding.kind for finding in selectors.verify().findings} <= {"head", "subroots", "removed"}
    assert not selectors.verify().ok


def test_a_database_that_an_earlier_program_left_says_what_it_did_not_bind(every_table, settings):
    past(("DELETE FROM django_migrations WHERE app = 'dossier' AND name = '0003_bound_search_texts'", []))
    past(("UPDATE dossier_searchtext SET text = '丙丁'", []))
    settings.READ_ONLY = True
    verdict = selectors.verify()
    assert "还没有升级" in verdict.not_covered["dossier.SearchText"]
    assert {finding.message.partition("（")[2].partition("）")[0] for finding in verdict.findings} == {"dossier_searchpair"}


def test_a_removed_position_is_told_with_its_person_and_day(every_table):
    past(("DELETE FROM tracking_position", []))
    (finding,) = selectors.verify().findings
    position = every_table["tracking_position"]
    assert (finding.kind, f"登记 {position.order_id}、" in finding.message) == ("row_removed", True)
    assert f"第 {position.intake_id} 次接收" in finding.message


def test_every_column_of_a_position_is_bound_and_its_row_named(every_table, now):
    row = every_table["tracking_position"]
    with triggers_off():
        another_intake = one_of_each(now)["tracking_intake"].pk
    with triggers_off():
        for field in row._meta.concrete_fields:
            if field.name in {"id", "verdict", "order"}:  # no content; left out with its reason; see below
                continue
            changed = another(field, getattr(row, field.attname))
            value = another_intake if field.name == "intake" else field.get_db_prep_save(changed, connection)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE tracking_position SET "{field.column}" = %s WHERE id = %s', [value, row.pk])
                told = [finding.message for finding in compare_apart()[0] if "tracking_position" in finding.message]
                assert any(f"编号 {row.pk} 的行" in message for message in told), field.name
                transaction.set_rollback(True)


def test_each_column_of_each_table_reaches_what_is_bound(every_table):
    """Newer columns too: with one changed past the program, what the digest is taken of differs there and nowhere else."""
    with triggers_off():
        walked = {name for table, one in covered().items() for name in columns_bound(one, every_table[table])}
    assert {"work_turn.cursor", "register_writtenname.name", "oversight_cluenaming.who", "oversight_clue.values"} <= walked
    assert "exchange.AskedOnce" in left_out()


def columns_bound(one, row):
    """Changes one column of the row after the other, and takes each change back."""
    own, key = row._meta.pk.get_db_prep_save(row.pk, connection), spelt(one, str(row.pk))
    before = rows_of(one, [key], one.columns)[key]
    for field in row._meta.concrete_fields:
        old = getattr(row, field.attname)
        if field.column not in one.columns or field.primary_key or field.remote_field or field.unique or old is None:
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            changed = field.get_db_prep_save(another(field, old), connection)
            cursor.execute(f'UPDATE "{one.table}" SET "{field.column}" = %s WHERE "{one.key}" = %s', [changed, own])
            after = rows_of(one, [key], one.columns)[key]
            transaction.set_rollback(True)
        differs = [column for column, was, now in zip(one.columns, before, after, strict=True) if was != now]
        assert differs == [field.column], f"{one.table}.{field.column}"
        yield f"{one.table}.{field.column}"


def test_an_added_row_of_any_table_is_named(every_table, now):
    with triggers_off():
        made = one_of_each(now)
    found, derived = findings(), set(derived_tables())
    added = {table for kind, table in found if kind == "row_added" or table in derived}
    assert added == set(every_table)
    assert set(made) >= added


def test_a_column_left_out_changes_freely_and_the_one_beside_it_does_not(every_table):
    officer = every_table["registry_officer"]
    past(("UPDATE registry_officer SET last_login = NULL WHERE id = %s", [officer.pk]))
    assert selectors.verify().ok
    past(("UPDATE registry_officer SET password = 'x' WHERE id = %s", [officer.pk]))
    assert {table for _, table in findings()} == {"registry_officer"}


def test_a_row_put_back_as_it_once_was_is_found(every_table, actor, now):
    organ = every_table["registry_organ"]
    before = organ.name
    with transaction.atomic():
        type(organ)._base_manager.filter(pk=organ.pk).update(name="新名")
        append(actor=actor, act="organ.renamed", thing=f"organ:{organ.pk}", details={}, now=now)
    assert selectors.verify().ok
    past(("UPDATE registry_organ SET name = %s WHERE id = %s", [before, organ.pk]))
    assert findings() == {("row_changed", "registry_organ")}


def test_an_act_that_writes_more_than_one_entry_binds_is_bound_by_several(db, home, actor, now, monkeypatch):
    monkeypatch.setattr("zhiheng.ledger.binding.MOST_ROWS", 3)
    cursor = covered()["oversight_cursor"].model
    with transaction.atomic():
        cursor._base_manager.bulk_create([cursor(name=f"c{number}", position=number) for number in range(8)])
        last = append(actor=actor, act="test.filled", thing="test:all", details={"a": 1}, now=now)
    assert [entry.act for entry in Entry.objects.all()] == ["rows.bound", "rows.bound", "test.filled"]
    assert (last, selectors.verify().ok, selectors.verify().covered["oversight_cursor"]) == (3, True, 8)


@pytest.mark.django_db(transaction=True)
def test_what_is_written_after_the_entry_is_bound_before_the_commit(home, actor, now):
    cursor = covered()["oversight_cursor"].model
    with transaction.atomic():
        append(actor=actor, act="test.filled", thing="test:all", details={}, now=now)
        cursor._base_manager.create(name="later", position=1)
    assert [entry.act for entry in Entry.objects.all()] == ["test.filled", "rows.bound"]
    assert selectors.verify().ok
    assert [entry.act for entry in selectors.recent()] == ["test.filled"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_bound(home, actor, now):
    cursor = covered()["oversight_cursor"].model
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cursor._base_manager.create(name="never", position=1)
        raise ZeroDivisionError
    with transaction.atomic():
        append(actor=actor, act="test.filled", thing="test:all", details={}, now=now)
    assert (Entry.objects.get().rows, selectors.verify().ok) == (None, True)


def test_a_column_that_a_later_program_adds_leaves_older_bindings_valid(every_table, actor, now, monkeypatch):
    older = covered()["registry_organ"]
    columns = tuple(column for column in older.columns if column != "level")
    narrow = replace(older, columns=columns, shape=coverage.shape_of(older.table, columns))
    Shape.objects.create(id=narrow.shape, table=narrow.table, columns=" ".join(columns))
    with monkeypatch.context() as patched:
        patched.setitem(covered(), "registry_organ", narrow)
        organ = every_table["registry_organ"]
        with transaction.atomic():
            type(organ)._base_manager.filter(pk=organ.pk).update(name="旧程序所写")
            append_all(actor=actor, acts=[], now=now)
    assert selectors.verify().ok
    with triggers_off(), transaction.atomic():
        past(("UPDATE ledger_shape SET columns = 'id name' WHERE id = %s", [narrow.shape]))
        assert findings() == {("row_unknown", "registry_organ")}, "columns under a number that is not their digest are not believed"
        transaction.set_rollback(True)
    past(("UPDATE registry_organ SET name = '改' WHERE id = %s", [organ.pk]))
    assert findings() == {("row_changed", "registry_organ")}


def test_models_are_all_made_by_the_fixture(every_table):
    assert all(isinstance(row, models.Model) and row.pk for row in every_table.values())
    assert set(every_table) == compared()
