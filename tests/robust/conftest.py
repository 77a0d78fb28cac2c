"""A small province, homes prepared once and copied, and disks that are really full."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.opened import put_into_shape
from tests.web.conftest import ORGANS, enter, officers

from .homes import Home, another_database, copied, drop_databases

__all__ = ["enter", "officers"]

PERSONS = 60
AS_OF = "2026-06-30"


def needed(reason):
    """A test that cannot be made here is passed over with the reason; where everything must be there, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture()
def organ_names():
    """Organs that take part: those of the pages' tests and a police organ, which sends files."""
    return [*ORGANS, "锦江区公安局"]


@pytest.fixture(scope="session")
def province(tmp_path_factory) -> Path:
    """Folders of files as organs send them."""
    place = tmp_path_factory.mktemp("province")
    home = Home(place / "home")
    made = home.run("simulate", "--persons", PERSONS, "--seed", 3, "--out", place / "province")
    assert made.status == 0, made.err
    return place / "province" / "files"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A home with its tables and nothing in them."""
    home = Home(tmp_path_factory.mktemp("prepared"), another_database())
    if home.database:
        home.ask("from zhiheng.cli.main import open_database; open_database(); print(1)")
    else:
        put_into_shape(home.place)
    yield home
    drop_databases()


@pytest.fixture(scope="session")
def imported(tmp_path_factory, prepared, province):
    """A home with the province imported and not yet screened."""
    home = copied(prepared, tmp_path_factory.mktemp("imported"))
    done = home.run("import", province)
    assert done.status == 0, done.err
    return home


@pytest.fixture(scope="session")
def screened(tmp_path_factory, imported):
    """A home with the province imported and screened by every model."""
    home = copied(imported, tmp_path_factory.mktemp("screened"))
    done = home.run("screen", "--as-of", AS_OF)
    assert done.status == 0, done.err
    return home


@pytest.fixture()
def small_disk(tmp_path):
    """Mounts a disk of so many bytes of memory and returns its folder; it is full when it is full."""
    mounted = []

    def mount(size_bytes, place=None):
        if os.geteuid() != 0:
            needed("only root may mount a small disk")
        place = place or tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", place]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:  # a container may lack the right, which no installation mends
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", place], check=True)


class Filler:
    """A file that leaves a disk as much room as is said."""

    def __init__(self, disk: Path) -> None:
        self.place = disk / "filler"

    def leave(self, room_bytes: int) -> None:
        """Take the rest of the disk, whatever a server at work on it takes in the meantime."""
        self.place.unlink(missing_ok=True)
        with self.place.open("wb") as file:
            while take := max(shutil.disk_usage(self.place.parent).free - room_bytes, 0):
                try:
                    os.posix_fallocate(file.fileno(), 0, take)
                    break
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    file.truncate(0)  # what was taken before it was found too much

    def away(self) -> None:
        """Give the room back."""
        self.place.unlink(missing_ok=True)
