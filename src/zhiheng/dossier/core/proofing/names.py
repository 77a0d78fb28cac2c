"""Names and numbers of persons, names of organs, numbers of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.proofing.facts import Facts, Person
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import DATE, day
from zhiheng.dossier.core.proofing.seats import organ_slips
from zhiheng.schema import identity

IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_HOME = re.compile(r"(?:家庭住址|现住址?|户籍地|(?<![居入])住(?!所地|院|房))[：:]?[^，。；：]{3,30}?\d+号(?:[^，。；]{0,12}[室户])?")
_HIDDEN = (
    (IDENTITY, "公民身份号码", "隐去号码"),
    (_MOBILE, "手机号码", "隐去号码"),
    (_HOME, "家庭住址", "写至县（市、区）为止"),
)
"""What no copy for publication shows → what it is, what to do."""
TITLES = "罪犯|被告人|服刑人员|社区矫正对象|矫正对象|当事人|犯罪嫌疑人|被执行人|申请人"
SEXES = {"male": "男", "female": "女", "男": "男", "女": "女"}
_SEX = re.compile("[，、（](男|女)(?:性)?[，、）]")
_BORN = re.compile(f"{DATE}(?:出?生)")
_IDEOGRAPH = re.compile(r"[一-鿿]")
_NOT_IN_NAMES = frozenset("的与和及在于被因向对从至已将为是系之某等犯年月日，。")
_ORGAN = re.compile(r"(?<![一-鿿])?(?P<place>[一-鿿]{1,12}?[省市州区县盟旗])(?P<kind>(?:第[一二三四五]中级|中级|高级)?(?:检察院|法院))")
_SHORT = re.compile(r"（(?:以下)?(?:统称|简称)[^）]*）")
CASE_NUMBER = re.compile(
    r"(?P<open>[（(〔\[【])\s*(?P<year>\d{4})\s*(?P<close>[）)〕\]】])\s*(?P<rest>[一-鿿]{1,6}\d{0,4}[一-鿿]{0,4}第?\d+号|第?\d+号)"
)
_SERIAL = re.compile(r"\d+号$")
_COURT = re.compile(
    r"(?P<code>[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新最]\d{0,4})(?P<kind>[民刑行执赔财减假]\S{0,3}?)\d+号"
)


def names(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Every name as in the case: one sign wrong in the tenth mention is found; nobody is left out."""
    known = {person.name for person in facts.persons} | set(facts.others)
    whole = "".join(document.paragraphs)
    for person in facts.persons:
        for number, text in enumerate(document.paragraphs, start=1):
            for slip in sorted(_slips(person.name, text, known)):
                reason = f"与当事人姓名“{person.name}”只差一个字"
                yield finding("I01", (number, text), slip, reason, f"核对后改为“{person.name}”")
        if person.expected and person.name not in whole and f"{person.name[:1]}某" not in whole and not facts.public:
            yield finding("I06", WHOLE, person.name, "案件的当事人没有在文书中出现", "补写当事人，或确认本文书不涉及该人")


def _slips(name: str, text: str, known: set[str]) -> set[str]:
    size = len(name)
    if size < 3:
        pattern = re.compile(rf"(?:{TITLES})({re.escape(name[:1])}[一-鿿])(?=[，、。（]|{'|'.join(('于', '因', '自', '在'))})")
        found = {match[1] for match in pattern.finditer(text)}
        return {one for one in found if one not in known and one[1] not in _NOT_IN_NAMES}
    windows = {text[at : at + size] for at in range(len(text) - size + 1)}
    return {one for one in windows if one not in known and _one_off(one, name)}


def _one_off(one: str, name: str) -> bool:
    """Whether exactly one sign differs, is an ideograph as names have them, and the surname stays."""
    off = [at for at in range(len(name)) if one[at] != name[at]]
    return len(off) == 1 and off[0] > 0 and bool(_IDEOGRAPH.fullmatch(one[off[0]])) and one[off[0]] not in _NOT_IN_NAMES


def identity_numbers(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Check digit, birth and sex of every identity number."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in IDENTITY.finditer(text):
            yield from _identity((number, text), found[0].upper(), facts)


def _identity(place: tuple[int, str], number: str, facts: Facts) -> Iterator[Finding]:
    if number in facts.doubtful:
        reason = "案件就是以这个号码登记的，但校验码或出生日期不对，不是有效的公民身份号码"
        yield finding("I02", place, number, reason, "对照证件；登记有误的，转数据更正，确系证件所载的，说明理由", level="ask")
        return
    if not identity.is_valid(number) or identity.birth_date(number) is None:
        yield finding("I02", place, number, "校验码或出生日期不对，不是有效的公民身份号码", "对照证件改正；数据有误的，转数据更正")
        return
    yield from _birth_and_sex(place, number)
    for person in facts.persons:
        if person.identity_no == number or (len(facts.persons) == 1 and not person.identity_no):
            yield from _person(place, number, person)
    known = {person.identity_no for person in facts.persons}
    if known and "" not in known and number not in known:
        yield finding("I02", place, number, "不是本案当事人的公民身份号码", "对照案件数据改正", level="ask")


def _birth_and_sex(place: tuple[int, str], number: str) -> Iterator[Finding]:
    """The sex and the birth that the same sentence gives before the number are those of the number."""
    sentence = re.split("[。；]", place[1][: place[1].upper().index(number)])[-1]
    sexes, births = _SEX.findall(sentence), list(_BORN.finditer(sentence))
    if sexes and sexes[-1] != SEXES[identity.sex(number)]:
        yield finding("I02", place, number, f"号码所载的性别与文书所写“{sexes[-1]}”不符", "核对号码和性别")
    born = day(*(births[-1][part] for part in ("year", "month", "day"))) if births else None
    if born and born != identity.birth_date(number):
        yield finding("I02", place, number, f"号码所载的出生日期与文书所写“{births[-1][0]}”不符", "核对号码和出生日期")


def _person(place: tuple[int, str], number: str, person: Person) -> Iterator[Finding]:
    if person.born_on and person.born_on != identity.birth_date(number):
        yield finding("I02", place, number, f"所载出生日期与{person.name}的出生日期{person.born_on:%Y-%m-%d}不符", "核对号码和出生日期")
    if person.sex in SEXES and SEXES[person.sex] != SEXES[identity.sex(number)]:
        yield finding("I02", place, number, f"所载性别与{person.name}的性别{SEXES[person.sex]}不符", "核对号码和性别")


def organs(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Courts and procuratorates by their full names, unless a short name was introduced; organs of the case without a slip."""
    yield from organ_slips(document, facts)
    whole = "".join(document.paragraphs)
    introduced = "".join(_SHORT.findall(whole))
    seen: set[str] = set()
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _ORGAN.finditer(text):
            name = found[0]
            if name not in seen and name not in introduced and full_name(name) != name:
                seen.add(name)
                yield finding("I07", (number, text), name, "不是机关的全称", f"改为“{full_name(name)}”")


def case_numbers(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Numbers of cases （2026）川07刑更123号 and of papers 〔2026〕1号, in the brackets of each; known to the case."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in CASE_NUMBER.finditer(text):
            yield from _case_number((number, text), found, facts)


def _case_number(place: tuple[int, str], found: re.Match[str], facts: Facts) -> Iterator[Finding]:
    court = _COURT.fullmatch(found["rest"])
    right = "（）" if court else "〔〕"
    if (court or found["rest"].lstrip("第")[0].isdigit()) and (found["open"] + found["close"] != right or " " in found[0]):
        written = f"{right[0]}{found['year']}{right[1]}{found['rest']}"
        yield finding("N01", place, found[0], "括号或空格不合格式", f"改为“{written}”", level="stop" if court else "ask")
    if court and facts.court_codes and court["code"] not in facts.court_codes:
        yield finding("N03", place, found[0], f"法院代字{court['code']}不是本案法院（{'、'.join(facts.court_codes)}）", "核对案号")
    if court and facts.case_numbers and not facts.all_numbers and (near := _near(found[0], facts.case_numbers)):
        yield finding("N02", place, found[0], f"与本案的案号{near}只差序号", "核对案号；所引为其他案件的，说明理由", level="ask")
    if court and facts.case_numbers and facts.all_numbers and found[0] not in facts.case_numbers:
        yield finding("N02", place, found[0], "案件数据中没有这个案号", "核对案号；所引为其他案件的，说明理由")


def _near(number: str, known: tuple[str, ...]) -> str:
    """A number of the case from which this one differs in its serial alone; empty where there is none, or where it is of the case."""
    alike = [one for one in known if _SERIAL.sub("", one) == _SERIAL.sub("", number)]
    return alike[0] if alike and number not in known else ""


def publication(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """A copy for publication keeps no identity or mobile number, no home, no name of a minor or of a victim."""
    if not facts.public:
        return
    minors = [(one.name, "未成年人") for one in facts.persons if one.minor]
    victims = [(name, "被害人") for name, places in facts.places if "被害人" in places]
    for place in enumerate(document.paragraphs, start=1):
        for sign, what, remedy in _HIDDEN:
            yield from (finding("C01", place, found[0], f"公开文书写有{what}", remedy) for found in sign.finditer(place[1]))
        for name, whose in dict.fromkeys((*minors, *victims)):
            if name in place[1]:
                yield finding("C01", place, name, f"公开文书写有{whose}姓名", f"改为“{name[:1]}某某”")
