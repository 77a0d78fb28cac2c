"""States of a version of a model, and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping

VERSION_STATES: Mapping[str, str] = {"shadow": "候选", "published": "已发布", "replaced": "已被替换", "withdrawn": "已撤下"}
VERSION_ACTS: Mapping[str, str] = {
    "added": "提交候选",
    "tried": "影子运行",
    "published": "发布",
    "replaced": "被替换",
    "withdrawn": "撤下",
    "run": "首次运行",
}
