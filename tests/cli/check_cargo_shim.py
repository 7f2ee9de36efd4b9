#!/usr/bin/env python3
"""`cargo dwell ...`: what the shim makes of it, with a dwell that prints its arguments."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SHIM = None


class Shim(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        dwell = self.folder / "bin" / "dwell"
        dwell.write_text('#!/bin/sh\nprintf "<%s>" "$@"\n')
        dwell.chmod(0o755)
        shutil.copy(SHIM, self.folder / "bin" / "cargo-dwell")
        (self.folder / "package" / "src").mkdir(parents=True)
        (self.folder / "package" / "Cargo.toml").touch()

    def run_in(self, where, *arguments):
        return subprocess.run([self.folder / "bin" / "cargo-dwell", "dwell", *arguments], cwd=self.folder / where,
                              capture_output=True, text=True)

    def test_the_package_here(self):
        self.assertEqual(self.run_in("package", "types", "--json", "a b").stdout, "<types><.><--json><a b>")

    def test_the_package_above(self):
        self.assertEqual(self.run_in("package/src", "types").stdout, f"<types><{self.folder}/package>")

    def test_help_and_version_need_no_package(self):
        self.assertEqual(self.run_in(".", "--version").stdout, "<--version>")
        self.assertEqual(self.run_in(".").stdout, "<--help>")
        self.assertEqual(self.run_in(".", "types", "--help").stdout, "<types><--help>")

    def test_outside_a_package(self):
        result = self.run_in(".", "types")
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, r"\Adwell: no Cargo.toml [^\n]*\n\Z")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--dwell", required=True)
    options, rest = parser.parse_known_args()
    SHIM = pathlib.Path(options.dwell).resolve().parent / "cargo-dwell"
    unittest.main(argv=[sys.argv[0], *rest])
