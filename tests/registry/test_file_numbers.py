"""Whose numbers stand in a file that is handed out, and that a part which cannot be read is not taken for empty."""

import io
import zipfile

import pytest

from zhiheng.registry.core import file_numbers
from zhiheng.registry.core.file_numbers import numbers_in_file

ONE, OTHER = "510107199004076004", "510107199004075992"


def archive(**members):
    """A ZIP of these members."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return place.getvalue()


@pytest.mark.parametrize("code", ["utf-8", "gb18030", "utf-16"])
def test_numbers_of_a_text_are_found_in_any_code(code):
    found = numbers_in_file(f"姓名,号码\n张三,{ONE}\n李四,{OTHER}\n张三,{ONE}\n".encode(code))
    assert (found.numbers, found.whole) == ((ONE, OTHER), True)


def test_numbers_within_archives_and_names_of_their_members_are_found_and_the_file_stands_at_its_beginning():
    inner = archive(**{"a.xml": f"<n>{ONE}</n>"})
    content = archive(**{"ywxx.xml": "<a/>", "JZ.zip": inner, f"{OTHER}.txt": "一"})
    assert set(numbers_in_file(content).numbers) == {ONE, OTHER}
    opened = io.BytesIO(content)
    assert (set(numbers_in_file(opened).numbers), numbers_in_file(opened).whole, opened.tell()) == ({ONE, OTHER}, True, 0)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x89PNG\x00\x01", b"PK\x03\x04 broken", archive(a=b"%PDF-1.7")])
def test_what_cannot_be_read_as_text_is_not_whole(content):
    assert numbers_in_file(content).whole is False


def test_of_an_archive_too_large_the_rest_is_not_whole(monkeypatch):
    monkeypatch.setattr(file_numbers, "MOST_BYTES", 30)
    found = numbers_in_file(archive(a=ONE, b=OTHER))
    assert (found.numbers, found.whole) == ((ONE,), False)


def test_an_archive_within_too_many_others_is_not_looked_into():
    content = ONE.encode()
    for _ in range(5):
        content = archive(a=content)
    assert numbers_in_file(content).whole is False
