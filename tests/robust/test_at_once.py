"""Several programs at once on one home: each waits for the other, nothing goes in twice, no word of a lock reaches anybody."""

from __future__ import annotations

from .conftest import AS_OF
from .homes import Home, another_database, copied, ended


def all_end_well(processes):
    done = [ended(process) for process in processes]
    assert [(one.status, one.err) for one in done] == [(0, "")] * len(done)
    return done


def test_a_home_opened_for_the_first_time_by_three(tmp_path):
    home = Home(tmp_path, another_database())
    all_end_well([home.start("models", "list") for _ in range(3)])
    assert home.look()["faults"] == []


def test_imports_of_the_same_and_of_overlapping_files(prepared, imported, province, tmp_path):
    home = copied(prepared, tmp_path)
    organs = sorted(province.iterdir())[:12]
    parts = [organs, organs[: len(organs) * 2 // 3], organs[len(organs) // 3 :]]
    all_end_well([home.start("import", "--register-organ", *part) for part in parts])
    state = home.look()
    names = {organ.name for organ in organs}
    assert (state["faults"], state["deliveries"]) == ([], [one for one in imported.stands["deliveries"] if one[0] in names])


def test_imports_and_screenings_at_once(imported, screened, province, tmp_path):
    home = copied(imported, tmp_path)
    again = [("screen", "--as-of", AS_OF), ("screen", "--as-of", AS_OF), ("import", province), ("ledger", "verify", "--library")]
    all_end_well([home.start(*words) for words in again])
    state = home.look()
    assert (state["faults"], state["runs"], state["clues"]) == ([], 2, screened.stands["clues"])
