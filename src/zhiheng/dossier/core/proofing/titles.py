"""What persons are called: the word of the stage, the place in the proceedings, pronouns, names of another case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.dossier.core.proofing.names import SEXES, TITLES

CALLINGS = ("罪犯", "被告人", "犯罪嫌疑人", "服刑人员", "社区矫正对象")
_PARTIES = (
    "原告人|原告|被告人|被告|上诉人|被上诉人|申诉人|被申诉人|申请人|被申请人|第三人|附带民事诉讼原告人|附带民事诉讼被告人|被害人|证人"
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄米贝臧计伏成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘解应宗丁邓郁单洪包诸左石崔吉钮龚程邢裴陆荣翁荀甄曲家封储靳段富巫乌焦巴侯全班仰秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲台鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"  # noqa: E501
_OTHER = re.compile(rf"(?:{TITLES})(?P<name>[{_SURNAMES}][一-鿿]{{1,2}}?)(?=[，。；（]|、|犯[一-鿿]|于\d|自\d|的|现[押在])")
_NO_NAME = frozenset("某等及与和因于在自的之其人以从至是犯罪认被")


def callings(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """A person is called by the word of the stage: 被告人 before the judgment, 罪犯 afterwards, 社区矫正对象 in corrections."""
    if not facts.called:
        return
    for number, text in enumerate(document.paragraphs, start=1):
        for person in facts.persons:
            for word in CALLINGS:
                if f"{word}{person.name}" in text and word not in facts.called:
                    yield finding(
                        "I03", (number, text), f"{word}{person.name}", f"这一阶段称“{'、'.join(facts.called)}”", f"改为“{facts.called[0]}”"
                    )


def parties(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Nobody stands under another's place in the proceedings."""
    for name, places in facts.places:
        pattern = re.compile(rf"(?<![一-鿿])(?P<place>{_PARTIES})(?:（[^）]*）)?{re.escape(name)}")
        for number, text in enumerate(document.paragraphs, start=1):
            for found in pattern.finditer(text):
                if found["place"] not in places:
                    yield finding(
                        "I04", (number, text), found[0], f"{name}在本案中是{'、'.join(places)}", f"核对诉讼地位，改为“{places[0]}{name}”"
                    )


def pronouns(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """他 and 她 fit the sex, where all persons of the case are of one."""
    sexes = {SEXES.get(person.sex, "") for person in facts.persons}
    if len(sexes) != 1 or not (known := sexes.pop()):
        return
    wrong, right = ("她", "他") if known == "男" else ("他", "她")
    pattern = re.compile(rf"(?<![其吉]){wrong}(?!人|国|乡|处|案|方|物|用|因|种|项)")
    for number, text in enumerate(document.paragraphs, start=1):
        if not facts.public and any(person.name in text for person in facts.persons) and (found := pattern.search(text)):
            yield finding("I05", (number, text), found[0], f"当事人性别为{known}", f"核对所指的人；指当事人的，改为“{right}”")


def strangers(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Names that are of no person of the case: left from another document."""
    if not facts.persons or not facts.whole:
        return
    known = {person.name for person in facts.persons} | set(facts.panel) | set(facts.others) | {name for name, _places in facts.places}
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _OTHER.finditer(text):
            name = found["name"]
            if name not in known and not any(one.startswith(name) for one in known) and not set(name) & _NO_NAME:
                yield finding("S06", (number, text), found[0], "不是本案的人员，可能是从其他文书复制的", "核对后删去或改正")
