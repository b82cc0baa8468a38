#!/usr/bin/env python3
"""Feeds check_layers.py small trees, good and bad."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import check_layers


class CheckLayers(unittest.TestCase):
    def offences(self, **files):
        """The lines said of a tree of these files (`__` for `/`, headers all), each with its one include."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name.replace("__", "/") + ".h")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"#pragma once\n{text}\n", encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()) as said:
                status = check_layers.main([folder])
        lines = said.getvalue().splitlines()
        self.assertEqual(status, 1 if lines else 0)
        return lines

    def test_lets_a_folder_include_a_lower_one_and_itself(self):
        self.assertEqual(
            self.offences(
                src__base__text="#include <string>",
                src__judge__policy='#include "base/text.h"',
                src__judge__judge='#include "judge/policy.h"',
                include__offline__reason="",
                src__model__verdict="#include <offline/reason.h>",
                apps__offlinectl__table='#include "judge/judge.h"',
            ),
            [],
        )

    def test_names_place_ranks_and_remedy_of_an_include_upwards(self):
        lines = self.offences(src__probes__step="", src__judge__policy='#include "probes/step.h"')
        self.assertEqual(len(lines), 1)
        self.assertTrue(lines[0].startswith("src/judge/policy.h:2: src/judge (rank 2)"), lines[0])
        self.assertIn("src/probes (rank 3), a higher rank", lines[0])
        self.assertIn("move what both need down", lines[0])

    def test_refuses_a_folder_of_the_same_rank(self):
        lines = self.offences(src__tree__node="", src__dispatch__list='# include "tree/node.h"')
        self.assertIn("its own rank", lines[0])

    def test_refuses_one_program_inside_another(self):
        lines = self.offences(apps__offlined__main="", apps__offlinectl__main='#include "offlined/main.h"')
        self.assertIn("its own rank", lines[0])

    def test_refuses_a_program_inside_the_library(self):
        lines = self.offences(apps__offlinectl__main="", src__com__manager='#include "offlinectl/main.h"')
        self.assertIn("a higher rank", lines[0])

    def test_refuses_what_hides_an_include(self):
        for hidden in (
            '%:include "engine/engine.h"',
            '#import "engine/engine.h"',
            '#include_next "engine/engine.h"',
            '/* x */ #include "engine/engine.h"',
            "#include FILE",
            '#\\\ninclude "engine/engine.h"',
        ):
            lines = self.offences(src__engine__engine="", src__base__text=hidden)
            self.assertEqual(len(lines), 1, hidden)
            self.assertIn("unseen", lines[0], hidden)

    def test_wants_a_rank_for_every_folder(self):
        lines = self.offences(src__helpers__misc="", src__judge__policy='#include "helpers/misc.h"')
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertIn("src/helpers has no rank", line)

    def test_wants_includes_written_from_the_root(self):
        for include in ('"policy.h"', '"judge/../judge/policy.h"', "<judge/policy.h>"):
            with self.subTest(include):
                lines = self.offences(src__judge__policy="", src__judge__judge=f"#include {include}")
                self.assertIn('write #include "judge/policy.h"', lines[0])

    def test_sees_through_a_way_round_by_dots(self):
        for include in ("../probes/step.h", "judge/../probes/step.h"):
            with self.subTest(include):
                lines = self.offences(src__probes__step="", src__judge__policy=f'#include "{include}"')
                self.assertIn("is src/probes/step.h", lines[0])

    def test_asks_for_angle_brackets_around_what_is_not_ours(self):
        lines = self.offences(src__base__text='#include "boost/asio.hpp"')
        self.assertIn("is no file of ours", lines[0])

    def test_wants_angle_brackets_around_a_public_header(self):
        lines = self.offences(include__mapioffline="", src__com__manager='#include "mapioffline.h"')
        self.assertIn("write #include <mapioffline.h>", lines[0])

    def test_shows_outsiders_only_what_is_installed(self):
        for outsider in ("include__offline__session", "examples__watch", "tests__com__client"):
            with self.subTest(outsider):
                up = "../" * outsider.count("__")
                for include in ("base/text.h", f"{up}src/base/text.h"):
                    lines = self.offences(src__base__text="", **{outsider: f'#include "{include}"'})
                    self.assertIn("is not installed", lines[0])

    def test_leaves_other_tests_free(self):
        self.assertEqual(self.offences(src__base__text="", tests__base__text='#include "base/text.h"'), [])


if __name__ == "__main__":
    unittest.main()
