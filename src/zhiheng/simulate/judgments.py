"""Published judgments of a synthetic province: no person, place or court in them is real, and the same seed gives the same text."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from zhiheng.simulate.days import plus


@dataclass(frozen=True)
class Manner:
    """How a crime is done: what stands in the facts, its articles, what is argued, its usual amounts in yuan and terms in months."""

    charge: str
    articles: tuple[str, ...]
    deeds: tuple[str, ...]
    things: tuple[str, ...]
    issues: tuple[str, ...]
    amounts: tuple[int, int] = (0, 0)
    months: tuple[int, int] = (6, 60)


MANNERS: Final[tuple[Manner, ...]] = (
    Manner(
        "盗窃罪",
        ("刑法第二百六十四条",),
        (
            "趁夜深人静，采取撬锁手段进入{place}住户家中，窃走{thing}",
            "在{place}公交站台趁人不备，用镊子从被害人衣袋内扒窃{thing}",
            "伙同他人驾驶面包车至{place}工地，剪断电缆线后窃走{thing}",
            "利用在{place}商场任保洁员的便利，多次将柜台内{thing}藏入垃圾桶带离",
        ),
        ("现金和金项链", "手机一部", "电缆线三百余米", "笔记本电脑两台", "电动自行车一辆", "香烟和白酒"),
        ("入户情节如何认定", "盗窃数额以购买价还是鉴定价认定", "扒窃未得手是否构成犯罪", "窃取后销赃所得能否计入犯罪数额"),
        (2_000, 400_000),
        (6, 96),
    ),
    Manner(
        "诈骗罪",
        ("刑法第二百六十六条",),
        (
            "虚构能够办理{place}重点学校入学名额的事实，骗取被害人{thing}",
            "在网络平台发布{place}口罩货源的虚假信息，收取{thing}后将对方拉黑",
            "冒充{place}工程项目经理，以缴纳保证金为由骗取{thing}",
            "以婚恋交友为名取得信任，编造家人住院需要用钱，先后骗取{thing}",
        ),
        ("货款", "保证金", "购房定金", "借款", "中介费"),
        ("民事欺诈与刑事诈骗的界限", "案发前归还的款项是否扣除", "非法占有目的如何认定"),
        (6_000, 2_000_000),
        (8, 144),
    ),
    Manner(
        "危险驾驶罪",
        ("刑法第一百三十三条之一",),
        (
            "酒后驾驶小型轿车沿{place}行驶，与{thing}发生碰撞，经鉴定血液中乙醇含量超过规定标准",
            "饮酒后驾驶普通二轮摩托车途经{place}时被执勤民警查获，经检验属醉酒驾驶",
            "醉酒驾驶机动车在{place}停车场内挪车，刮擦{thing}",
        ),
        ("路边停放的车辆", "隔离护栏", "前方等候信号灯的出租车"),
        ("停车场内挪车是否属于道路上驾驶", "醉酒后短距离挪车能否免予刑事处罚", "血液样本送检超期的效力"),
        (0, 0),
        (1, 5),
    ),
    Manner(
        "故意伤害罪",
        ("刑法第二百三十四条",),
        (
            "因{place}宅基地边界与邻居发生争执，持{thing}击打被害人头部，致其轻伤一级",
            "在{place}烧烤摊饮酒时与邻桌口角，用{thing}捅刺被害人腹部，致其重伤二级",
            "因感情纠纷在{place}出租屋内与被害人厮打，用{thing}砍伤其左臂，构成轻伤二级",
        ),
        ("铁锹", "水果刀", "啤酒瓶", "木棍", "菜刀"),
        ("互殴中一方先停手后的反击是否属于正当防卫", "被害人过错对量刑的影响", "伤情鉴定意见前后不一致如何采信"),
        (0, 0),
        (6, 120),
    ),
    Manner(
        "贩卖毒品罪",
        ("刑法第三百四十七条",),
        (
            "在{place}宾馆内将{thing}贩卖给吸毒人员，交易时被当场抓获",
            "通过即时通讯软件联系买家，将{thing}藏于{place}绿化带内供其自取",
            "受他人指使，从外地携带{thing}至{place}，在车站被查获",
        ),
        ("甲基苯丙胺一小包", "甲基苯丙胺片剂若干", "海洛因若干克", "依托咪酯电子烟弹"),
        ("代购毒品加价是否构成贩卖", "从住处查获的毒品是否计入贩卖数量", "特情介入案件的量刑"),
        (300, 60_000),
        (6, 180),
    ),
    Manner(
        "受贿罪",
        ("刑法第三百八十五条", "刑法第三百八十六条", "刑法第三百八十三条"),
        (
            "利用担任{place}建设局科长的职务便利，在工程发包中为他人谋取利益，收受{thing}",
            "在任{place}医院设备科科长期间，为医疗器械供应商在采购中提供帮助，多次收受{thing}",
            "担任{place}国土所所长，在土地审批中为请托人提供便利，以借款为名收受{thing}",
        ),
        ("现金和购物卡", "名表一块和现金", "干股分红", "以明显低价购得的住房差价"),
        ("以借款为名收受财物的认定", "收受干股未分红部分的数额", "离职后收受财物的性质"),
        (30_000, 8_000_000),
        (12, 180),
    ),
    Manner(
        "帮助信息网络犯罪活动罪",
        ("刑法第二百八十七条之二",),
        (
            "明知他人利用信息网络实施犯罪，仍将本人名下{thing}出售给他人用于支付结算，流水经{place}警方核查",
            "为获取报酬，在{place}架设设备帮助他人拨打电话，提供{thing}",
        ),
        ("银行卡三张", "对公账户和支付密钥", "手机卡十余张", "语音网关设备"),
        ("明知的认定", "支付结算金额的计算", "与掩饰、隐瞒犯罪所得罪的区分"),
        (100_000, 3_000_000),
        (6, 36),
    ),
    Manner(
        "信用卡诈骗罪",
        ("刑法第一百九十六条",),
        (
            "拾得他人遗忘在{place}自动取款机内的信用卡后，分多次取走{thing}",
            "以非法占有为目的透支信用卡，经{place}发卡银行多次催收仍不归还{thing}",
        ),
        ("卡内存款", "透支本金", "分期款项"),
        ("拾得信用卡并使用的定性", "有效催收的认定", "透支本金与利息的区分"),
        (5_000, 300_000),
        (6, 84),
    ),
    Manner(
        "寻衅滋事罪",
        ("刑法第二百九十三条",),
        ("酒后在{place}夜市无故推翻摊位，持{thing}追逐拦截他人", "为逞强耍横，纠集多人在{place}随意殴打他人，用{thing}打砸车辆"),
        ("酒瓶", "钢管", "塑料凳", "棒球棍"),
        ("随意殴打与故意伤害的区分", "事出有因是否影响定性"),
        (0, 0),
        (6, 60),
    ),
    Manner(
        "开设赌场罪",
        ("刑法第三百零三条",),
        ("在{place}茶楼内设置{thing}供他人赌博，按比例抽头渔利", "建立网络群组，利用{thing}接受投注，由{place}的代理发展下线"),
        ("赌博机六台", "麻将机", "抢红包程序", "境外赌博网站账号"),
        ("抽头渔利数额的认定", "群主与管理人员的地位作用"),
        (20_000, 5_000_000),
        (8, 96),
    ),
)
PLACES: Final = (
    "青衣街道",
    "石桥镇",
    "临江路",
    "锦城大道",
    "白塔村",
    "南湖小区",
    "云顶乡",
    "东门市场",
    "工业园区",
    "河坝社区",
    "望江路",
    "龙泉湾",
    "红星二路",
    "梨园小区",
)
COURTS: Final = (
    ("示例省高级人民法院", "high"),
    ("甲市中级人民法院", "intermediate"),
    ("乙市中级人民法院", "intermediate"),
    ("甲市青衣区人民法院", "basic"),
    ("甲市临江县人民法院", "basic"),
    ("乙市石桥区人民法院", "basic"),
    ("乙市白塔县人民法院", "basic"),
)
TOLD: Final[Mapping[str, str]] = {
    "自首": "案发后主动到公安机关投案，并如实供述自己的罪行，系自首，依法可以从轻处罚",
    "坦白": "到案后如实供述自己的罪行，依法可以从轻处罚",
    "立功": "归案后检举揭发他人犯罪，经查证属实，有立功表现",
    "累犯": "曾因犯罪被判处有期徒刑，刑满释放后五年内再犯应当判处有期徒刑以上刑罚之罪，系累犯，应当从重处罚",
    "从犯": "在共同犯罪中起次要作用，系从犯，应当从轻处罚",
    "退赃退赔": "已退缴全部违法所得，退赔被害人损失",
    "谅解": "与被害人达成和解并取得谅解",
    "认罪认罚": "自愿认罪认罚，签署具结书",
    "未遂": "已经着手实施犯罪，由于意志以外的原因未得逞，系犯罪未遂",
    "前科": "曾因违法犯罪受过处罚，有前科，酌情从重处罚",
    "未成年": "犯罪时不满十八周岁，系未成年人",
}
SURNAMES: Final = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
_WEIGHT: Final = {
    "自首": -0.2,
    "坦白": -0.08,
    "立功": -0.12,
    "累犯": 0.2,
    "从犯": -0.25,
    "退赃退赔": -0.12,
    "谅解": -0.1,
    "认罪认罚": -0.1,
    "未遂": -0.3,
    "前科": 0.08,
    "未成年": -0.3,
}


def judgments(
    count: int, *, seed: int = 1, as_of: date = date(2026, 6, 30), courts: Sequence[tuple[str, str]] = COURTS
) -> Iterator[dict[str, Any]]:
    """So many published judgments, decided in the eight years before a day; one in four hundred is a guiding or typical case."""
    rng = random.Random(seed)  # noqa: S311 - synthetic texts, nothing secret
    for number in range(1, count + 1):
        yield _judgment(rng, number, as_of, courts)


def _judgment(rng: random.Random, number: int, as_of: date, courts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    manner, (court, level) = rng.choice(MANNERS), rng.choice(courts)
    decided_on = plus(as_of, -rng.randint(15, 2900))
    standing = rng.choices(("plain", "guiding", "typical"), (400, 1, 1))[0]
    if standing != "plain":
        court, level = "最高人民法院", "supreme"
    circumstances = tuple(sorted(rng.sample(sorted(TOLD), rng.randint(1, 4))))
    amount = _amount(rng, manner)
    months = _months(rng, manner, amount, circumstances)
    name = f"{rng.choice(SURNAMES)}某{rng.choice(['', '甲', '乙', '某'])}"
    issue = rng.choice(manner.issues)
    return {
        "judgment_no": f"（{decided_on.year}）示{rng.randint(1, 99):02d}刑初{number}号",
        "court": court,
        "court_level": level,
        "kind": "first",
        "standing": standing,
        "charges": [manner.charge],
        "articles": list(manner.articles),
        "circumstances": list(circumstances),
        "amount": amount,
        "decided_on": decided_on,
        "effective_on": plus(decided_on, 12) if rng.random() > 0.01 else None,
        "outcome": "有期徒刑" if manner.charge != "危险驾驶罪" else "拘役",
        "outcome_months": months,
        "issue": issue,
        "facts": _facts(rng, manner, name, decided_on, amount),
        "reasons": _reasons(manner, name, circumstances, issue),
        "result": f"被告人{name}犯{manner.charge}，判处{'拘役' if manner.charge == '危险驾驶罪' else '有期徒刑'}{months}个月。",
        "law_changed": decided_on.year < 2021 and rng.random() < 0.3,
        "sealed": "未成年" in circumstances,
    }


def _amount(rng: random.Random, manner: Manner) -> Decimal | None:
    low, high = manner.amounts
    return Decimal(round(low * (high / low) ** rng.random(), -2)) if high else None


def _months(rng: random.Random, manner: Manner, amount: Decimal | None, circumstances: Sequence[str]) -> int:
    low, high = manner.months
    grave = float(amount or 0) / (manner.amounts[1] or 1) if amount else rng.random()
    base: float = low + (high - low) * min(1.0, float(grave**0.6)) * rng.uniform(0.85, 1.15)
    return max(low, min(high, round(base * (1 + sum(_WEIGHT[one] for one in circumstances)))))


def _facts(rng: random.Random, manner: Manner, name: str, decided_on: date, amount: Decimal | None) -> str:
    happened = plus(decided_on, -rng.randint(60, 400))
    first, second = rng.choice(manner.deeds), rng.choice(manner.deeds)
    worth = f"，经认定价值人民币{amount}元" if amount else ""
    told = [
        f"经审理查明，{happened.year}年{happened.month}月{happened.day}日{rng.randint(0, 23)}时许，被告人{name}"
        f"{first.format(place=rng.choice(PLACES), thing=rng.choice(manner.things))}{worth}。",
    ]
    if rng.random() < 0.4:
        told.append(f"此后，被告人{name}又{second.format(place=rng.choice(PLACES), thing=rng.choice(manner.things))}。")
    told.append(
        f"{rng.choice(['公安机关接报警后', '民警经侦查', '被害人报案后，公安机关'])}将被告人{name}抓获，扣押{rng.choice(manner.things)}。"
    )
    told.append("上述事实，有受案登记表、到案经过、被害人陈述、证人证言、辨认笔录、鉴定意见、监控录像、电子数据以及被告人供述等证据证实。")
    return "".join(told)


def _reasons(manner: Manner, name: str, circumstances: Sequence[str], issue: str) -> str:
    articles = "、".join(one.removeprefix("刑法") for one in manner.articles)
    told = "；".join(TOLD[one] for one in circumstances)
    return (
        f"本院认为，被告人{name}的行为已构成{manner.charge}。关于{issue}的争议，综合全案证据和行为人的主观故意、客观行为予以认定。"
        f"被告人{name}{told}。公诉机关指控的事实清楚，证据确实、充分，罪名成立。依照《中华人民共和国刑法》{articles}之规定，判决如下。"
    )
