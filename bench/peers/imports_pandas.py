"""The peer: the import as an analyst would write it with pandas, column by column, driven by the declared fields; no loop over rows.

`python -m bench.peers.imports_pandas WARM FOLDER`: the files of the first are read untimed.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from bench.imports import measure
from zhiheng.schema import DATASETS
from zhiheng.schema.standard import Dataset, Field

FOLD = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤＥＦ　", "0123456789XxABCDEF ")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECKS = np.array(list("10X98765432"))
DAYS = ["%Y-%m-%d", "%Y%m%d"]
MOMENTS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y%m%d %H:%M:%S", "%Y%m%d %H:%M", "%Y%m%d"]
FLAGS = {"是": True, "1": True, "Y": True, "true": True, "否": False, "0": False, "N": False, "false": False}
NUMBER = r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?"


def read(place: Path) -> pd.DataFrame:
    if place.suffix == ".csv":
        return pd.read_csv(place, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return pd.read_excel(place, dtype=str, keep_default_na=False, engine="openpyxl")


def cleaned(raw: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    table = raw.rename(columns={field.zh: field.name for field in dataset.fields.values()})
    table = table.reindex(columns=list(dataset.fields), fill_value="")
    for name, field in dataset.fields.items():
        table[name] = table[name].str.translate(FOLD).str.strip()
        if field.form in {"person_name", "identity"}:
            table[name] = table[name].str.replace(" ", "", regex=False)
        if field.form == "identity":
            table[name] = table[name].str.upper()
    return table


def check_characters(first_17: pd.Series) -> np.ndarray:
    digits = np.array(first_17.tolist(), dtype="U17").view("U1").reshape(-1, 17).astype(int)
    return CHECKS[(digits * WEIGHTS).sum(axis=1) % 11]


def with_numbers(table: pd.DataFrame) -> pd.Series:
    """Lengthens the numbers of 15 digits in place; true where the number is wrong."""
    numbers, resident = table["id_number"], table["id_type"].isin(["resident", ""])
    short = resident & numbers.str.fullmatch(r"\d{15}")
    longer = numbers[short].str[:6] + "19" + numbers[short].str[6:]
    table.loc[short, "id_number"] = longer + check_characters(longer)
    numbers = table["id_number"]
    shaped = numbers.str.fullmatch(r"\d{17}[\dX]")
    wrong = resident & ~shaped & (numbers != "")
    tested = resident & shaped
    wrong[tested] = check_characters(numbers[tested].str[:17]) != numbers[tested].str[17].to_numpy()
    return wrong


def moments(texts: pd.Series, forms: list[str]) -> tuple[pd.Series, pd.Series]:
    """Instants, and true where something is written that is none."""
    plain = texts.str.replace(r"[年月/.]", "-", regex=True).str.replace("日", "", regex=False).str.replace("T", " ", regex=False)
    found = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[ns]")
    for form in forms:
        left = found.isna() & (plain != "")
        if left.any():
            found[left] = pd.to_datetime(plain[left], format=form, errors="coerce")
    return found, found.isna() & (texts != "")


def coded(texts: pd.Series, codes: dict[str, object]) -> tuple[pd.Series, pd.Series]:
    values = texts.map(codes)
    return values, values.isna() & (texts != "")


def listed(texts: pd.Series, codes: dict[str, object]) -> tuple[pd.Series, pd.Series]:
    """Lists joined by a comma, of any words where none are declared; each distinct text is read once, since they are few."""
    parted = {text: pd.Series(text).str.findall(r'[^、，,；;\[\]" ]+')[0] for text in texts.unique()}
    read_once = {text: [codes.get(part, "?") if codes else part for part in parts] for text, parts in parted.items()}
    wrong = texts.isin([text for text, parts in read_once.items() if "?" in parts])
    return texts.map({text: ",".join(map(str, parts)) for text, parts in read_once.items()}), wrong


def numeric(texts: pd.Series, *, whole: bool) -> tuple[pd.Series, pd.Series]:
    shaped = texts.str.fullmatch(NUMBER)
    values = pd.to_numeric(texts.where(shaped, "").str.replace(",", "", regex=False), errors="coerce")
    wrong = (texts != "") & ~shaped
    return (values, wrong | (values != values.round()) & values.notna()) if whole else (values, wrong)


def valued(texts: pd.Series, field: Field) -> tuple[pd.Series, pd.Series]:
    """The values of a column and where they are wrong."""
    codes: dict[str, object] = {spelling: code for code, names in field.codes.items() for spelling in (code, *names)}
    if field.type == "datetime":
        found, wrong = moments(texts, MOMENTS)
        return found.dt.tz_localize("Asia/Shanghai"), wrong
    if field.type == "date":
        return moments(texts, DAYS)
    if field.type == "division":
        return texts, ~texts.str.fullmatch(r"\d{6}|")
    if field.type in {"int", "decimal"}:
        return numeric(texts, whole=field.type == "int")
    if field.type == "bool":
        return coded(texts, FLAGS)
    if field.type == "list":
        return listed(texts, codes)
    return coded(texts, codes) if codes else (texts, pd.Series(data=False, index=texts.index))


def faults(table: pd.DataFrame, dataset: Dataset) -> list[tuple[str, str, pd.Series]]:
    found = [("id_number", "check_digit", with_numbers(table))] if "id_number" in table else []
    for name, field in dataset.fields.items():
        empty = table[name] == ""
        table[name], wrong = valued(table[name], field)
        found.append((name, f"wrong {field.type}", wrong))
        if field.default is not None:
            table[name] = table[name].where(~empty, field.default)
        elif dataset.demands(field):
            found.append((name, "missing_required", empty))
    return found


def take_in(place: Path, dataset: Dataset) -> list[int]:
    digest = hashlib.sha256(place.read_bytes()).hexdigest()
    raw = read(place)
    table = cleaned(raw, dataset)
    found = faults(table, dataset)
    rejections = pd.concat([pd.DataFrame({"row": raw.index[wrong] + 1, "column": name, "reason": reason}) for name, reason, wrong in found])
    rejected = np.logical_or.reduce([wrong.to_numpy() for _, _, wrong in found])
    accepted = table[~rejected].copy()
    accepted["_row"] = accepted.index + 1
    accepted["_content"] = pd.util.hash_pandas_object(accepted.drop(columns="_row"), index=False)
    before = accepted.groupby(list(dataset.key), sort=False)["_content"].shift()
    repeated = before == accepted["_content"]
    replaced = before.notna() & ~repeated
    with tempfile.TemporaryDirectory() as folder:
        accepted[~repeated].to_parquet(Path(folder) / f"{digest}.parquet", compression="zstd", index=False)
        told = rejections.sort_values("row").merge(raw, left_on="row", right_on=raw.index + 1)
        told.to_json(Path(folder) / "rejected.json", orient="records")
    return [len(raw), len(accepted), int(repeated.sum()), int(replaced.sum()), int(rejected.sum())]


def take_all(places: list[Path], _organ: str) -> dict[str, list[int]]:
    return {place.name: take_in(place, DATASETS[place.stem]) for place in places}


if __name__ == "__main__":
    measure(take_all)
