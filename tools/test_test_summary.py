#!/usr/bin/env python3
"""Feeds test_summary.py reports as CTest writes them."""

import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import test_summary

PASSED = '<testcase name="Judge.Decides" status="run"><system-out/></testcase>'
FAILED = '<testcase name="Judge.Errs" status="fail"><failure message=""/><system-out/></testcase>'
LOST = '<testcase name="Judge.Lost" status="notrun"><skipped message="Unable to find executable"/></testcase>'
SKIPPED = """<testcase name="Net.Pulls" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/><system-out>
[ RUN      ] Net.Pulls
/tests/net/cable.cpp:7: Skipped
no network namespaces: not root

[  SKIPPED ] Net.Pulls (0 ms)
</system-out></testcase>"""


class TestSummary(unittest.TestCase):
    def summary(self, *reports, ci=False):
        """The exit status and the lines said of runs with these cases; None is a run without a report."""
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
            files = [Path(folder, f"{number}.xml") for number in range(len(reports))]
            for file, cases in zip(files, reports):
                if cases is not None:
                    file.write_text(f"<testsuite>{cases}</testsuite>", encoding="utf-8")
            with mock.patch.dict(os.environ, {"CI": "true"} if ci else {"CI": ""}):
                return test_summary.main(map(str, files)), said.getvalue().splitlines()

    def test_adds_up_several_runs_and_ends_in_the_totals(self):
        self.assertEqual(self.summary(PASSED, PASSED), (0, ["100% tests passed, 0 tests failed out of 2"]))

    def test_counts_the_failed_and_those_that_could_not_start(self):
        status, lines = self.summary(PASSED + FAILED, PASSED + LOST)
        self.assertEqual((status, lines[-1]), (1, "50% tests passed, 2 tests failed out of 4"))

    def test_repeats_how_a_failed_test_ended(self):
        _, lines = self.summary(PASSED + FAILED.replace("<system-out/>", "<system-out>one\ntwo</system-out>") + LOST)
        self.assertRegex(lines[0], "failed: Judge.Errs$")
        self.assertEqual(lines[1:3], ["  one", "  two"])
        self.assertEqual(lines[4], "  Unable to find executable")

    def test_never_rounds_a_failure_away(self):
        _, lines = self.summary(PASSED * 400 + FAILED)
        self.assertEqual(lines[-1], "99% tests passed, 1 tests failed out of 401")

    def test_gives_the_reason_of_a_skipped_test(self):
        status, lines = self.summary(PASSED + SKIPPED)
        self.assertIn("skipped: Net.Pulls: no network namespaces: not root", lines[0])
        self.assertEqual((status, lines[-1]), (0, "100% tests passed, 0 tests failed out of 2"))

    def test_counts_a_skipped_test_as_failed_in_ci(self):
        status, lines = self.summary(PASSED + SKIPPED, ci=True)
        self.assertEqual((status, lines[-1]), (1, "50% tests passed, 1 tests failed out of 2"))

    def test_counts_a_run_without_a_report_as_a_failure(self):
        status, lines = self.summary(PASSED, None)
        self.assertIn("no test ran", lines[0])
        self.assertEqual((status, lines[-1]), (1, "50% tests passed, 1 tests failed out of 2"))

    def test_calls_nothing_at_all_a_failure(self):
        self.assertEqual(self.summary("")[0], 1)


if __name__ == "__main__":
    unittest.main()
