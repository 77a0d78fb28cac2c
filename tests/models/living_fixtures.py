"""Fixtures of the tests of parameters and versions: three prisons, their screening, a setting."""

from __future__ import annotations

import pytest

from tests.models.living import AS_OF, CHENGDU, MIANYANG, MODEL, NOWHERE, WANTED, send_scores
from zhiheng.models import services as models
from zhiheng.models.in_force import catalog
from zhiheng.models.services import ParameterChange
from zhiheng.oversight import services
from zhiheng.registry.selectors import COMMAND_LINE


@pytest.fixture()
def province(home, organs, now):
    """Bonuses of 60 in each of three prisons, of 90 in Chengdu; the bound is 50."""
    send_scores(home, now, [(1, CHENGDU, 60), (2, CHENGDU, 90), (3, MIANYANG, 60), (4, NOWHERE, 60)])
    return home


@pytest.fixture()
def screen(province, now):
    return lambda: services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=[MODEL], as_of=AS_OF)


@pytest.fixture()
def set_for(acting, now):
    def run(**changes):
        wanted = ParameterChange(**{**WANTED.__dict__, **changes})
        return models.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model=MODEL, wanted=wanted)

    return run
