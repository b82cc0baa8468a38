#!/usr/bin/env python3
"""Feeds check_api_page.py small pages, true and false."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import check_api_page

SOURCES = {
    "tests/com/open_test.cpp": "TEST(Open, FindsIt) {}\nTEST_F(\n    Advise, GivesAToken) {}\nTEST_P(Ring, ComesApart) {}\n",
    "tests/abi/c_client.c": "TEST(CClient, TakesTheFiveSteps) {\n}\n",
    "tests/header/rules/enumerators_are_unscoped.c": "",
    "tests/header/broken/notify_returns_a_result.cpp": "",
}
HEAD = "| | here | shown by |\n|---|---|---|\n"


class CheckApiPage(unittest.TestCase):
    def offences(self, *cells):
        """The lines said of a page whose rows end in these cells."""
        page = "# The API\n\n" + HEAD + "".join(f"| F | text | {cell} |\n" for cell in cells)
        with tempfile.TemporaryDirectory() as folder:
            pages = dict.fromkeys(check_api_page.PAGES, "") | {check_api_page.PAGES[0]: page}
            for name, text in {**SOURCES, **pages}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()) as said:
                status = check_api_page.main([folder])
        lines = said.getvalue().splitlines()
        self.assertEqual(status, 1 if lines else 0)
        return lines

    def test_knows_tests_of_each_kind(self):
        self.assertEqual(
            self.offences(
                "`Open.FindsIt`",
                "`Advise.GivesAToken`, `Ring.ComesApart`",
                "`CClient.TakesTheFiveSteps`",
                "`Header.enumerators_are_unscoped` `Header.refuses.notify_returns_a_result`",
            ),
            [],
        )

    def test_names_the_line_of_a_test_that_is_gone(self):
        lines = self.offences("`Open.FindsIt`", "`Open.FindsIt`, `Open.WasRenamed`")
        self.assertEqual(len(lines), 1)
        self.assertTrue(lines[0].startswith("docs/api.md:6: there is no test Open.WasRenamed"), lines[0])

    def test_takes_no_name_in_passing_for_a_test(self):
        self.assertEqual(len(self.offences("Open.FindsIt")), 1)

    def test_wants_a_test_or_a_reason(self):
        self.assertIn("nothing shows it", self.offences("")[0])
        self.assertIn("nothing shows it", self.offences("no test")[0])
        self.assertEqual(self.offences("no test: it takes a year"), [])

    def test_sees_only_the_last_cell_though_another_has_a_bar_in_it(self):
        self.assertEqual(self.offences(r"`a \| b` | `Open.FindsIt`"), [])


if __name__ == "__main__":
    unittest.main()
