"""数据字典: the exchange standard, shown from its one declaration."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhiheng.schema import DATASETS
from zhiheng.schema.impossible import rules_of
from zhiheng.schema.practice import EVERY, practices
from zhiheng.web.rights import requires


@requires("dictionary.read")
@require_GET
def dictionary(request: HttpRequest) -> HttpResponse:
    """All datasets, or those whose names or fields carry the word asked for."""
    wanted = request.GET.get("q", "").strip()
    found = [dataset for dataset in DATASETS.values() if not wanted or mentions(dataset, wanted)]
    return render(request, "web/data/dictionary.html", {"datasets": found, "wanted": wanted})


def mentions(dataset: object, wanted: str) -> bool:
    """Whether a dataset or one of its fields carries the word in its name or meaning."""
    said = [dataset.name, dataset.zh, dataset.doc]  # type: ignore[attr-defined]
    said += [part for field in dataset.fields.values() for part in (field.name, field.zh, field.doc)]  # type: ignore[attr-defined]
    return any(wanted.lower() in one.lower() for one in said)


@requires("dictionary.read")
@require_GET
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """One dataset, field by field."""
    if name not in DATASETS:
        raise Http404
    fields, practice = DATASETS[name].fields, practices()[name]
    context = {
        "dataset": DATASETS[name],
        "rules": rules_of(name),
        "practice": practice,
        "every": EVERY.get(practice.every, ""),
        "event": [fields[one].zh for one in practice.event],
        "expected": list(dict.fromkeys(fields[one.field].zh for one in practice.expected)),
    }
    return render(request, "web/data/dataset.html", context)
