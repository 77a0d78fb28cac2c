"""What counts as a name that an entry may know its person by."""

import pytest

from zhiheng.registry.core.written_names import names_written


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"person_name": "张 三", "ground": "illness", "on": "2026-06-29"}, {"张三"}),
        ({"persons": [{"name": "李四", "hours": "3"}, {"name": "王五", "hours": "2"}]}, {"李四", "王五"}),
        ({"child": "阿依古丽•买买提"}, {"阿依古丽·买买提"}),
        ({"who": "迪丽拜尔古丽"}, {"迪丽拜尔古丽"}),
        ({"who": "张 三、李四 王五"}, {"张三", "李四", "王五", "李四王五"}),
        ({"who": {"name": "张三", "number": "510107199004076004"}}, set()),
        ({"who": {"name": "张三", "number": ""}}, {"张三"}),
        ({"organ": "金堂县人民检察院", "place": "川西监狱第三监区"}, set()),
        ({"note": "三日内未到张三处报告。", "months": 3, "flag": True, "none": None}, set()),
    ],
)
def test_names_are_told_by_their_form(values, names):
    assert names_written(values) == names
