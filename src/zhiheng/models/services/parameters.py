"""Setting parameters of models for a region, and ending that: only ever added to, each with reason, basis and trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from zhiheng.catalog import digest
from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fitting import read_value
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.core.regions import Plan, plan_of
from zhiheng.models.models import ParameterEnd, ParameterSetting
from zhiheng.models.selectors.parameters import place_in, settings_on
from zhiheng.registry.acting import demand_of
from zhiheng.registry.core.organs import region_of
from zhiheng.registry.selectors import COMMAND_LINE, officer_named, sees_everything
from zhiheng.schema import divisions

MANAGE = "model.manage"


def plans_for(specs: Iterable[ModelSpec], as_of: date) -> dict[str, Plan]:
    """Model → the values it runs with on the day asked about, by region."""
    listed = list(specs)
    settings = settings_on(as_of, [spec.id for spec in listed])
    return {spec.id: plan_of(spec, settings.get(spec.id, ()), place_in) for spec in listed}


@dataclass(frozen=True)
class ParameterChange:
    """What is to be set: a parameter's value as written by hand, for a region (division code; empty: the whole province).

    since_on   first day asked about on which it holds
    basis      the legal text, notice or minutes it rests on
    """

    parameter: str
    value: str
    since_on: date
    reason: str
    basis: str
    region: str = ""


@transaction.atomic
def set_parameter(*, actor: Actor, now: datetime, catalog: Catalog, model: str, wanted: ParameterChange) -> ParameterSetting:
    """Set a parameter for a region; what was set before stays on record.

    raises   UnusableInputError (see `catalog.fitting.read_value`); PermissionDenied without the right `model.manage`
    """
    may_manage(actor, now)
    spec = catalog.model(model)
    if wanted.parameter not in spec.parameters:
        raise ModelRefused(f"参数 {wanted.parameter}", spec.title, "没有这个参数", did_you_mean(wanted.parameter, spec.parameters))
    region = region_named(wanted.region)
    must_be_own(actor, region)
    value = digest.plain(read_value(spec.parameters[wanted.parameter], wanted.value))
    for word, text in (("理由", wanted.reason), ("依据", wanted.basis)):
        if not text.strip():
            raise ModelRefused(f"参数 {wanted.parameter}", spec.title, f"没有写明{word}", f"请写明{word}")
    kept = {**asdict(wanted), "region": region, "value": value}
    made = ParameterSetting.objects.create(model=spec.id, set_by=actor.id, set_by_name=actor.name, set_at=now, **kept)
    ledger.append(actor=actor, act="parameter.set", thing=f"model:{spec.id}", details=kept, now=now)
    return made


@transaction.atomic
def end_parameter(*, actor: Actor, now: datetime, setting_id: int, until_on: date, reason: str) -> ParameterEnd:
    """End a setting: `until_on` is the first day asked about on which it no longer holds."""
    may_manage(actor, now)
    setting = ParameterSetting.objects.select_for_update().filter(pk=setting_id).first()
    if setting is None:
        raise ModelRefused("参数设定", str(setting_id), "没有这项设定", "请从模型页进入")
    must_be_own(actor, setting.region)
    if hasattr(setting, "end"):
        raise ModelRefused("参数设定", str(setting), f"已于 {setting.end.until_on} 起不再适用", "不需要再次终止")
    if until_on < setting.since_on:
        raise ModelRefused("参数设定", str(until_on), f"早于开始适用的 {setting.since_on}", "请填写不早于开始适用的日期")
    if not reason.strip():
        raise ModelRefused("参数设定", str(setting), "没有写明理由", "请写明理由")
    ended = ParameterEnd.objects.create(
        setting=setting, until_on=until_on, reason=reason.strip(), ended_by=actor.id, ended_by_name=actor.name, ended_at=now
    )
    details = {"setting": setting.pk, "parameter": setting.parameter, "region": setting.region, "until_on": until_on, "reason": reason}
    ledger.append(actor=actor, act="parameter.ended", thing=f"model:{setting.model}", details=details, now=now)
    return ended


def region_named(code: str) -> str:
    """The beginning of a division code that stands for the region: 510100 → 5101; empty stays empty."""
    given = code.strip()
    if given and (not given.isascii() or not given.isdecimal() or len(given) not in {2, 4, 6}):
        raise ModelRefused("地区", given, "不是行政区划代码", "写两位、四位或六位代码，如 51、5101、510104；全省留空")
    whole = given.ljust(6, "0") if given else ""
    known = divisions.table()
    if whole and whole not in known and any(other.startswith(whole[:2]) for other in known):
        raise ModelRefused("地区", given, "行政区划表中没有这个代码", "请核对代码")
    return region_of(whole) if whole else ""


def may_manage(actor: Actor, now: datetime, right: str = MANAGE) -> None:
    """The command line of this machine, or an officer with the right."""
    if actor != COMMAND_LINE:
        demand_of(actor, right, now)


def must_be_own(actor: Actor, region: str) -> None:
    """Parameters of a region are set by its own procuratorate or the province's."""
    officer = officer_named(actor.id)
    if actor == COMMAND_LINE or (officer and sees_everything(officer)):
        return
    own = region_of(officer.organ.division) if officer and officer.organ.division else ""
    if not own or not region.startswith(own):
        raise ModelRefused("地区", region or "全省", "不在本院的辖区内", "只能为本院辖区设定；其他地区和全省的，请由省级院设定")


def must_be_provincial(actor: Actor) -> None:
    """What runs everywhere is decided by a procuratorate of the province."""
    officer = officer_named(actor.id)
    if actor != COMMAND_LINE and not (officer and sees_everything(officer)):
        raise ModelRefused("模型版本", actor.organ, "在用版本对全省生效", "请由省级院发布或撤下；本院可以提交候选和影子运行")
