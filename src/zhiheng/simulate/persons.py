"""Invented persons: names, identity numbers with real prefixes and correct check digits, homes.

The numbers are made by chance and belong to nobody; no list of real persons is read anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.simulate.organs import DISTRICTS, ELSEWHERE, District
from zhiheng.simulate.world import Values, World

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
GIVEN_MALE = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆宁旭峰林松毅晨阳"
GIVEN_FEMALE = "芳娜敏静丽艳娟霞玲梅蓉洁莉欣瑶颖倩雪琳婷凤英菊红怡珍兰慧"
YI_FIRST, YI_LAST = ("沙马", "吉木", "阿苏", "海来", "曲比", "木乃"), ("伍果", "尔布", "日尔", "阿依", "木呷", "史布", "子洛")
ZANG_FIRST, ZANG_LAST = ("扎西", "达瓦", "尼玛", "格桑", "丹增", "巴桑"), ("平措", "卓玛", "顿珠", "罗布", "才旦")
FOREIGN_GIVEN, FOREIGN_FAMILY = ("Anna", "Omar", "Luis", "Mei", "Ivan"), ("Example", "Sample", "Specimen", "Muster")
#: Prefixes of numbers given in Chongqing while it was part of Sichuan, by today's code; its other counties had Fuling's.
FORMER_PREFIXES = {"500103": "510202", "500106": "510203", "500101": "512221", "500235": "512225"}
CHONGQING_SINCE = 1997
STREETS = ("东街", "西街", "南路", "北路", "中路", "中街", "北巷", "南巷")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the province, and the district where the person lives."""

    id_number: str
    name: str
    male: bool
    birth_date: date
    district: District
    id_type: str = "resident"


def check_digit(body: str) -> str:
    """The 18th character of an identity number (GB 11643) for its first 17."""
    return CHECK[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def new_person(
    world: World,
    *,
    ages: tuple[int, int] = (24, 62),
    male: bool | None = None,
    birth_date: date | None = None,
    district: District | None = None,
    name: str | None = None,
) -> Person:
    """Make a person, and the row the police of the home district keep of them.

    ages        whole years on the as-of day, roughly (the birthday may still be to come)
    birth_date  given where a rule turns on the very day
    """
    rng = world.rng
    district = district or rng.choice(DISTRICTS)
    man = rng.random() < 0.82 if male is None else male
    born = birth_date or date(world.as_of.year - rng.randint(*ages), rng.randint(1, 12), rng.randint(1, 28))
    ethnicity = _ethnicity(world, district)
    origin = district.division if rng.random() < 0.7 else rng.choice(ELSEWHERE)
    person = Person(_identity(world, origin, born, man), name or _name(world, man, ethnicity), man, born, district)
    world.register.persons += 1
    world.add(district.police, "persons", person, **_home(world, person, ethnicity, origin))
    return person


def new_foreigner(world: World) -> Person:
    """Make a foreign resident who is known by the number of a passport; every row of such a person says so."""
    rng = world.rng
    district, male = rng.choice(DISTRICTS), rng.random() < 0.6
    number = f"E{world.number('护照'):08d}"
    born = date(world.as_of.year - rng.randint(22, 60), rng.randint(1, 12), rng.randint(1, 28))
    person = Person(number, f"{rng.choice(FOREIGN_GIVEN)} {rng.choice(FOREIGN_FAMILY)}", male, born, district, id_type="passport")
    world.register.persons += 1
    home: Values = {"gender": "male" if male else "female", "birth_date": born, "residence_division": district.division}
    world.add(district.police, "persons", person, **home)
    return person


def _home(world: World, person: Person, ethnicity: str, origin: str) -> Values:
    rng = world.rng
    return {
        "id_type": "resident",
        "gender": "male" if person.male else "female",
        "birth_date": person.birth_date,
        "ethnicity": ethnicity,
        "former_names": [_name(world, person.male, "汉族") for _ in range(rng.randint(1, 2))] if rng.random() < 0.03 else None,
        "household_division": origin,
        "residence_division": person.district.division,
        "residence_address": f"{person.district.name}{rng.choice(STREETS)}{rng.randint(1, 299)}号",
    }


def _identity(world: World, division: str, born: date, male: bool) -> str:
    """An identity number nobody in the province has yet."""
    if division.startswith("50") and born.year < CHONGQING_SINCE:
        division = FORMER_PREFIXES.get(division, "512301")
    while True:
        body = f"{division}{born:%Y%m%d}{world.rng.randint(0, 498) * 2 + (1 if male else 2):03d}"
        number = body + check_digit(body)
        if number not in world.register.identities:
            world.register.identities.add(number)
            return number


def _ethnicity(world: World, district: District) -> str:
    mixed = ("汉族", "汉族", "彝族") if district.division.startswith("5134") else ("汉族",) * 12 + ("土家族", "苗族", "藏族", "彝族")
    return world.rng.choice(mixed)


def _name(world: World, male: bool, ethnicity: str) -> str:
    rng = world.rng
    if ethnicity == "彝族":
        return f"{rng.choice(YI_FIRST)}·{rng.choice(YI_LAST)}"
    if ethnicity == "藏族":
        return f"{rng.choice(ZANG_FIRST)}·{rng.choice(ZANG_LAST)}"
    given = GIVEN_MALE if male else GIVEN_FEMALE
    return rng.choice(SURNAMES) + "".join(rng.choice(given) for _ in range(rng.choice((1, 2, 2, 2))))
