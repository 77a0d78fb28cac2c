"""Records in the real library, from a few words each."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pyarrow as pa

from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema import DATASETS

A, B, C = "510107199004075992", "510107199004076004", "510107199004076012"
DEFAULTS = {"name": "张三", "id_type": "resident"}


def send(at, organ: str, **datasets):
    """Store rows (lists of dicts by dataset) as batches of the organ received at that instant; values are typed already."""
    from zhiheng.records.services import store_batch
    from zhiheng.registry.services import ensure_organ

    kept = {}
    for name, rows in datasets.items():
        dataset = DATASETS[name]
        columns = {
            field: pa.array([row.get(field, DEFAULTS.get(field, spec.default)) for row in rows], spec.arrow_type)
            for field, spec in dataset.fields.items()
        }
        kept[name] = store_batch(
            actor=COMMAND_LINE,
            now=at,
            organ=ensure_organ(actor=COMMAND_LINE, name=organ, now=at),
            dataset=name,
            table=pa.table(columns),
            row_numbers=pa.array(range(1, len(rows) + 1), pa.int32()),
            source_name=f"{dataset.short_zh}_0001.csv",
            content_digest=sha256(repr((organ, rows)).encode()).hexdigest(),
            counts={"rows": len(rows), "accepted": len(rows)},
        )
    return kept


def case(number: str, person_no: str = "P1", **values):
    """A person under community corrections."""
    given = {"category": "probation", "division": "510121", "term_start": date(2026, 1, 1), "term_end": date(2027, 1, 1)}
    return {"id_number": number, "person_no": person_no, **given, **values}


def sentence(number: str, judgment_no: str = "（2026）川0104刑初1号", **values):
    """A person sentenced to a year in prison."""
    given = {
        "court": "东山法院", "judged_on": date(2026, 1, 1), "effective_on": date(2026, 1, 11), "crimes": ["盗窃罪"], "penalty": "fixed",
        "term_months": 12, "term_start": date(2026, 1, 11), "term_end": date(2027, 1, 10),
    }  # fmt: skip
    return {"id_number": number, "judgment_no": judgment_no, **given, **values}


def custody(number: str, **values):
    """A person serving in a prison."""
    given = {"facility": "嘉陵监狱", "facility_kind": "prison", "admitted_on": date(2026, 1, 20), "stage": "serving"}
    return {"id_number": number, **given, **values}
