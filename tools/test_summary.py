#!/usr/bin/env python3
"""Adds up the reports of several runs: the skipped with their reasons, the failed with the end of what they said, then one
line of totals in CTest's form.

Usage: tools/test_summary.py REPORT.xml...
Ends non-zero where a test failed; where CI is set, also where one was skipped, for nothing may be skipped there.
"""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


LAST_LINES = 30  # of a test that failed


def output(case):
    """The lines that a test has printed, but for the empty ones."""
    return [line.strip() for line in (case.findtext("system-out") or "").splitlines() if line.strip()]


def reason(case):
    """Why a test was skipped: what GoogleTest printed with GTEST_SKIP, else the last line of the output."""
    lines = output(case)
    for place, line in enumerate(lines):
        if re.search(r": Skipped$", line) and place + 1 < len(lines):
            return lines[place + 1]
    return lines[-1] if lines else "it gave no reason"


def read(report):
    """The cases of one report as (name, outcome, what it has to say about that: a list of lines)."""
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        status = case.get("status")
        if case.find("skipped") is not None and status != "disabled":
            ran_not = case.find("skipped").get("message", "")
            skipped = ran_not.startswith("SKIP_")
            yield case.get("name"), "skipped" if skipped else "failed", [reason(case) if skipped else ran_not]
        elif status != "disabled":
            passed = status == "run"
            yield case.get("name"), "passed" if passed else "failed", [] if passed else output(case)[-LAST_LINES:]


def main(reports):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for report in reports:
        if not Path(report).exists():
            print(f"{report}: no test ran, so it counts as one failure: see CTest's words above")
            counts["failed"] += 1
            continue
        for name, outcome, words in read(report):
            counts[outcome] += 1
            if outcome == "skipped":
                print(f"{report}: skipped: {name}: {words[0]}")
            elif outcome == "failed":
                print("\n  ".join([f"{report}: failed: {name}", *words]))
    if os.environ.get("CI") and counts["skipped"]:
        print("in CI no test may be skipped: install or allow what the reasons above name")
        counts["failed"] += counts["skipped"]
        counts["skipped"] = 0
    total = sum(counts.values())
    failed = counts["failed"]
    percent = int(100 * (total - failed) / total + 0.5) if total else 0
    if failed:
        percent = min(percent, 99)
    print(f"{percent}% tests passed, {failed} tests failed out of {total}")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
