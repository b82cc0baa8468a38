"""Reads a page of metrics as Prometheus's library for Python does, and holds it against the conventions that
promtool checks: says `sound`, or what is wrong, a line each.
"""

import re
import sys

from prometheus_client.parser import text_string_to_metric_families

# A base unit, or what is counted and has none.
UNITS = ("_seconds", "_total", "_info", "_online", "_reason", "_laggards")


def faults(text):
    seen = set()
    for family in text_string_to_metric_families(text):
        name = family.name + ("_total" if family.type == "counter" else "")
        if not re.fullmatch(r"offlined_[a-z_]+", name):
            yield f"{name}: not our name"
        if family.name in seen:
            yield f"{name}: told twice"
        seen.add(family.name)
        if not family.documentation.endswith("."):
            yield f"{name}: no help"
        if family.type not in ("counter", "gauge", "histogram"):
            yield f"{name}: no type"
        if not name.endswith(UNITS):
            yield f"{name}: no unit"
        if family.type == "gauge" and name.endswith(("_total", "_count", "_sum", "_bucket")):
            yield f"{name}: a gauge with a counter's name"
        series = [(sample.name, tuple(sorted(sample.labels.items()))) for sample in family.samples]
        if len(series) != len(set(series)) or not series:
            yield f"{name}: a series twice, or none"
        if family.type == "histogram":
            yield from faults_of_histogram(family)


def faults_of_histogram(family):
    buckets, counts, sums = {}, {}, {}
    for sample in family.samples:
        labels = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
        if sample.name.endswith("_bucket"):
            buckets.setdefault(labels, []).append((float(sample.labels["le"]), sample.value))
        elif sample.name.endswith("_count"):
            counts[labels] = sample.value
        else:
            sums[labels] = sample.value
    if not buckets or not buckets.keys() == counts.keys() == sums.keys():
        yield f"{family.name}: buckets, count and sum do not go together"
    for labels, row in buckets.items():
        if row != sorted(row) or [count for _, count in row] != sorted(count for _, count in row):
            yield f"{family.name}: buckets that do not grow"
        if row[-1] != (float("inf"), counts.get(labels)):
            yield f"{family.name}: the last bucket is not all"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as page:
        print("\n".join(faults(page.read())) or "sound")
