"""`zhiheng models check`: the cases of models on made-up rows, without the library."""

from __future__ import annotations

import argparse

from zhiheng.catalog.packs import Catalog
from zhiheng.schema.errors import UnusableInputError


def checked(options: argparse.Namespace) -> int:
    """0 where every case of the model (of all models) comes out as written, 1 where one does not."""
    from zhiheng.models.in_force import packs_on_disk

    catalog = packs_on_disk()
    names = [known(catalog, options.model)] if options.model else sorted(catalog.models)
    cases, told = outcomes(catalog, names)
    for line in told:
        print(line)
    print(f"核对了 {len(names)} 个模型、{cases} 个用例，{f'{len(told)} 个不符' if told else '都相符'}")
    return 1 if told else 0


def known(catalog: Catalog, name: str) -> str:
    """The model of that name, or a refusal."""
    if name not in catalog.models:
        raise UnusableInputError("监督模型", name, "没有这个模型", f"可用：{'、'.join(sorted(catalog.models))}")
    return name


def outcomes(catalog: Catalog, names: list[str]) -> tuple[int, list[str]]:
    """How many cases were run, and a line for each that came out otherwise; a model without cases is told too."""
    from zhiheng.analysis.case_check import check_cases
    from zhiheng.analysis.case_library import open_cases
    from zhiheng.catalog.kept_tables import schemas

    count, told = 0, []
    with open_cases(schemas(catalog)) as room:
        for name in names:
            found = check_cases(catalog.models[name], room)
            count += len(found)
            told += [f"{name} “{one.case.name}”：{one.difference}" for one in found if not one.passed]
            told += [] if found else [f"{name}：没有用例，请在 {name}.cases.yaml 中写明应当发现和不应发现的情形"]
    return count, told
