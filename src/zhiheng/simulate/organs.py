"""The organs of the synthetic province: who sends what, for which districts.

Districts and their codes are those of GB/T 2260, so that areas of execution mean something; every person in them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class District:
    """A county or district with the organs that act for it; `city` is the code of the city or prefecture in case numbers."""

    division: str
    name: str
    court: str
    court_mark: str
    police: str
    detention_house: str
    procuratorate: str
    intermediate_court: str
    ruling_mark: str
    civil_affairs: str

    @property
    def justice_bureau(self) -> str:
        """The district's justice bureau, which keeps its corrections cases."""
        return f"{self.name}司法局"


SICHUAN = ("成都市中级法院", "川01刑更", "四川省民政厅")
CHONGQING = ("重庆市第一中级法院", "渝01刑更", "重庆市民政局")
CHENGDU = ("锦江区法院", "川0104刑初", "成都市公安局", "成都市看守所", "成都市检察院")
MIANYANG = ("涪城区法院", "川0703刑初", "绵阳市公安局", "绵阳市看守所", "成都市检察院")
LIANGSHAN = ("西昌市法院", "川3401刑初", "凉山州公安局", "凉山州看守所", "凉山州检察院")
YUZHONG = ("渝中区法院", "渝0103刑初", "渝中区公安局", "渝中区看守所", "渝中区检察院")
WANZHOU = ("万州区法院", "渝0101刑初", "万州区公安局", "万州区看守所", "万州区检察院")

DISTRICTS = (
    District("510104", "锦江区", *CHENGDU, *SICHUAN),
    District("510107", "武侯区", *CHENGDU, *SICHUAN),
    District("510121", "金堂县", *CHENGDU, *SICHUAN),
    District("510181", "都江堰市", *CHENGDU, *SICHUAN),
    District("510703", "涪城区", *MIANYANG, *SICHUAN),
    District("510781", "江油市", *MIANYANG, *SICHUAN),
    District("513401", "西昌市", *LIANGSHAN, *SICHUAN),
    District("513437", "雷波县", *LIANGSHAN, *SICHUAN),
    District("500103", "渝中区", *YUZHONG, *CHONGQING),
    District("500106", "沙坪坝区", *YUZHONG, *CHONGQING),
    District("500101", "万州区", *WANZHOU, *CHONGQING),
    District("500235", "云阳县", *WANZHOU, *CHONGQING),
)

PRISONS = ("沱江监狱", "嘉陵监狱", "凉山监狱", "南岭监狱")
PRISON_MARKS = {"沱江监狱": "沱江", "嘉陵监狱": "嘉陵", "凉山监狱": "凉山", "南岭监狱": "南岭"}
POSITIONING = "定位平台"

#: Administrative organs of the two-way link: name, mark of their case numbers, fields they punish in.
ADMINISTRATIONS = (
    ("成都市生态环境局", "成都环罚", ("environment", "land", "other")),
    ("绵阳市烟草专卖局", "绵阳烟罚", ("tobacco",)),
    ("渝中区市场监管局", "渝中市监罚", ("food", "drug", "ip", "other")),
    ("凉山州税务局", "凉山税罚", ("tax", "labour")),
)

#: Divisions people may come from or travel to, beyond the districts above: inside and outside the two provinces.
ELSEWHERE = (
    "510302", "510402", "510502", "510603", "510802", "510903", "511002", "511102", "511302", "511402", "511502", "511602", "511702",
    "511802", "511902", "512002", "513201", "513301", "513425", "510681", "511681", "500102", "500112", "500118", "500230", "500242",
    "520102", "530102", "610102", "420102", "430102",
)  # fmt: skip

#: Places to go for a person of a given area: whole cities and counties, each an area of its own.
DESTINATIONS = tuple(code for code in ELSEWHERE if not code.startswith("5001"))


def of_same_city(district: District) -> District | None:
    """Another district (市辖区) of the same city, where leave is not needed; None where there is none in the table."""
    if not in_city_proper(district.division):
        return None
    kin = [d for d in DISTRICTS if d.division[:4] == district.division[:4] and d != district and in_city_proper(d.division)]
    return kin[0] if kin else None


def in_city_proper(division: str) -> bool:
    """Whether the code is of a city's own district (市辖区): 01–20 at the end, and not in a prefecture (digits three and four 21–50)."""
    return 1 <= int(division[4:]) <= 20 and not 21 <= int(division[2:4]) <= 50
