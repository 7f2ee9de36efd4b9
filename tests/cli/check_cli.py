#!/usr/bin/env python3
"""The command line as its users meet it: exit codes, complaints, help, man page, completions, signals."""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

DWELL = None
VERSION = None


def run(*arguments, **kwargs):
    return subprocess.run([DWELL, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, **kwargs)


def options_of(verb):
    """The option names of a verb, from its help."""
    return sorted(set(re.findall(r"(?m)^  (?:\S+, )?(--?[A-Za-z][\w-]*)", run(verb, "--help").stdout)) |
                  set(re.findall(r"(?m)^  --\S+, (--\S+)", run(verb, "--help").stdout)))


class Complaints(unittest.TestCase):
    def check(self, arguments, line):
        result = run(*arguments)
        self.assertEqual(result.stderr, line + "\n")
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.returncode, 2)

    def test_no_verb(self):
        self.check([], "dwell: no verb given: see 'dwell --help'")

    def test_unknown_verb(self):
        self.check(["tpyes"], "dwell: unknown verb 'tpyes': did you mean 'types'?")
        self.check(["quux"], "dwell: unknown verb 'quux': see 'dwell --help'")

    def test_unknown_option_before_the_verb(self):
        self.check(["--verison"], "dwell: unknown option '--verison': did you mean '--version'?")

    def test_unknown_option(self):
        self.check(["types", "app", "--jsn"], "dwell: unknown option '--jsn': did you mean '--json'?")
        self.check(["types", "app", "--full-name"], "dwell: unknown option '--full-name': did you mean '--full-names'?")
        self.check(["types", "app", "--no-debug=1"], "dwell: unknown option '--no-debug': did you mean '--no-debuginfod'?")
        self.check(["types", "app", "-x"], "dwell: unknown option '-x': see 'dwell types --help'")

    def test_missing_operand(self):
        self.check(["types"], "dwell: FILE is missing: see 'dwell types --help'")

    def test_wrong_values(self):
        self.check(["types", "app", "--sort", "siz"],
                   "dwell: option '--sort': 'siz' is none of size, padding, name, decl, align: did you mean 'size'?")
        self.check(["types", "app", "--threads", "0"],
                   "dwell: option '--threads': '0' is not a number from 1 to 1024: see 'dwell types --help'")
        self.check(["types", "app", "--min-size", "12x"],
                   "dwell: option '--min-size': '12x' is not a number of bytes (1000, 64K, 4G): "
                   "see 'dwell types --help'")
        self.check(["types", "app", "--max-section-size=99999999999T"],
                   "dwell: option '--max-section-size': '99999999999T' is not a number of bytes (1000, 64K, 4G): "
                   "see 'dwell types --help'")

    def test_missing_and_surplus_values(self):
        self.check(["types", "app", "--sort"], "dwell: option '--sort' needs a value: see 'dwell types --help'")
        self.check(["types", "app", "--json=1"], "dwell: option '--json' takes no value: see 'dwell types --help'")

    def test_control_characters_do_not_reach_the_terminal(self):
        self.check(["types\x1b[2J"], "dwell: unknown verb 'types\\x1b[2J': see 'dwell --help'")

    def test_input_that_is_not_there(self):
        result = run("types", "no/such/file")
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"\Adwell: no/such/file: [^\n]+\n\Z")


class Answers(unittest.TestCase):
    def test_version(self):
        for arguments in (["--version"], ["types", "--version"]):
            result = run(*arguments)
            self.assertEqual((result.stdout, result.stderr, result.returncode), (f"dwell {VERSION}\n", "", 0))

    def test_program_help(self):
        for name in ("--help", "-h"):
            result = run(name)
            self.assertEqual((result.stderr, result.returncode), ("", 0))
            self.assertIn("\n  types   ", result.stdout)
            self.assertIn("\n  $ dwell types ", result.stdout)
            self.assertNotIn("generate", result.stdout)

    def test_verb_help_explains_every_option(self):
        text = run("types", "--help").stdout
        for option in """--crate --namespace --kind --lang --min-size --min-padding --has-holes --decl --user --no-user
                --contains --sort --summary --expand --full-names --json --save --timings --threads --quiet --color
                --max-section-size --debug-dir --no-debuginfod -O --release --bin --example --test --features
                --help --version""".split():
            self.assertRegex(text, rf"(?m)^  (--\S+, )?{option}\b", option)
        self.assertIn("\nExamples:\n  $ dwell types ", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_help_wins_over_mistakes(self):
        self.assertEqual(run("types", "--help", "--nonsense").returncode, 0)

    def test_full_disk_is_told(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([DWELL, "types", "--help"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.stderr, "dwell: standard output: No space left on device\n")
        self.assertEqual(result.returncode, 2)

    def test_reader_that_leaves_is_no_error(self):
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run([DWELL, "types", "--help"], stdout=writer, stderr=subprocess.PIPE, text=True)
        os.close(writer)
        self.assertEqual((result.stderr, result.returncode), ("", 0))


class Papers(unittest.TestCase):
    def paper(self, kind):
        result = run("generate", kind)
        self.assertEqual((result.stderr, result.returncode), ("", 0))
        return result.stdout

    def test_every_paper_has_every_option(self):
        options = options_of("types")
        self.assertGreater(len(options), 30)
        man = self.paper("man").replace("\\-", "-")
        bash, zsh, fish = self.paper("bash"), self.paper("zsh"), self.paper("fish")
        for option in options:
            self.assertIn(f"\\fB{option}\\fR", man)
            self.assertRegex(bash, rf"[ ']{option}[ ')]")
            self.assertRegex(zsh, rf"'\*?{option}\[")
            self.assertIn(f" -l {option[2:]} " if option.startswith("--") else f" -s {option[1:]} ", fish)

    def test_papers_are_the_same_each_time(self):
        for kind in ("man", "bash", "zsh", "fish"):
            self.assertEqual(self.paper(kind), self.paper(kind))

    def test_man_page_formats_without_warnings(self):
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        result = subprocess.run(["groff", "-P-c", "-man", "-Tutf8", "-ww", "-rLL=100n"], input=self.paper("man"),
                                capture_output=True, text=True)
        self.assertEqual(result.stderr, "")
        self.assertIn("--max-section-size", re.sub(".\x08|\x1b\\[[0-9;]*m", "", result.stdout))

    def test_completions_parse(self):
        for kind, shell in (("bash", "bash"), ("zsh", "zsh"), ("fish", "fish")):
            if not shutil.which(shell):
                continue
            result = subprocess.run([shell, "-n"], input=self.paper(kind), capture_output=True, text=True)
            self.assertEqual((kind, result.stderr, result.returncode), (kind, "", 0))

    def complete(self, words):
        """What bash offers for the last of the words."""
        script = self.paper("bash") + '\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dwell; printf "%s\\n" "${COMPREPLY[@]}"'
        result = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True)
        return result.stdout.split()

    def test_bash_completes(self):
        self.assertEqual(self.complete(["dwell", "ty"]), ["types"])
        self.assertEqual(self.complete(["dwell", "types", "--max"]), ["--max-section-size"])
        self.assertEqual(self.complete(["dwell", "types", "app", "--sort", "pa"]), ["padding"])
        self.assertEqual(self.complete(["dwell", "types", "app", "--sort", "=", "pa"]), ["padding"])
        self.assertEqual(self.complete(["dwell", "types", "app", "--color", "="]), ["auto", "always", "never"])
        self.assertEqual(self.complete(["dwell", "types", "app", "--threads", ""]), [])
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "program").touch()
            self.assertEqual(self.complete(["dwell", "types", f"{folder}/pro"]), [f"{folder}/program"])


class Types(unittest.TestCase):
    """One verb from end to end: what the options reach."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.source = cls.folder / "a.c"
        cls.source.write_text("struct Point { char tag; int x; } p; struct Line { struct Point a, b; } l;\n"
                              "typedef int *handle_t; handle_t h;\n"
                              "int main(void) { return p.x + l.a.x; }\n")
        cls.environment = dict(os.environ, XDG_CACHE_HOME=str(cls.folder))

    def types(self, *arguments):
        return run("types", str(self.source), *arguments, env=self.environment)

    def headings(self, *arguments):
        result = self.types(*arguments)
        self.assertEqual((result.stderr, result.returncode), ("", 0))
        return re.findall(r"(?m)^struct (\w+)  (\d+) bytes", result.stdout)

    def test_a_source_is_compiled_and_shown(self):
        self.assertEqual(self.headings(), [("Point", "8"), ("Line", "16")])

    def test_pattern_and_order(self):
        self.assertEqual(self.headings("Li*"), [("Line", "16")])
        self.assertEqual(self.headings("--sort", "size"), [("Line", "16"), ("Point", "8")])
        self.assertEqual(self.headings("--min-size=9"), [("Line", "16")])
        self.assertEqual(self.headings("--has-holes"), [("Point", "8")])

    def test_nothing_of_that_name(self):
        result = self.types("Nope")
        self.assertEqual(result.stderr, f"dwell: {self.source}: no type is called 'Nope'\n")
        self.assertEqual((result.stdout, result.returncode), ("", 2))
        result = self.types("Nope", "Point")
        self.assertEqual(result.stderr, f"dwell: {self.source}: no type is called 'Nope'\n")
        self.assertEqual(result.returncode, 0)

    def test_kinds_outside_the_default_listing(self):
        listed = lambda *arguments: {(t["kind"], t["name"]) for t in
                                     json.loads(self.types("--json", *arguments).stdout)["types"]}
        self.assertEqual(listed("--kind", "typedef"), {("typedef", "handle_t")})
        self.assertEqual(listed("--kind", "base"), {("base", "char"), ("base", "int")})
        self.assertLessEqual({("struct", "Line"), ("typedef", "handle_t"), ("pointer", "int *")},
                             listed("--kind", "all"))
        for pattern in ("int", "in?", "/^int$/"):
            self.assertEqual(listed(pattern), {("base", "int")}, pattern)
        for pattern in ("handle_t", "handle_?", "/^handle_t$/"):   # a typedef stands for what is behind it
            self.assertEqual(listed(pattern), {("pointer", "int *")}, pattern)

    def test_json(self):
        document = json.loads(self.types("--json", "Point").stdout)
        self.assertEqual(document["input"]["path"], str(self.source))
        built = document["input"]["built"]
        self.assertTrue(built.startswith(str(self.folder)) and built != str(self.source), built)
        as_it_is = json.loads(run("types", built, "--json", env=self.environment).stdout)["input"]
        self.assertEqual((as_it_is["path"], "built" in as_it_is), (built, False))
        self.assertEqual(list(document)[:3], ["schema", "dwell", "input"])
        self.assertEqual([document["schema"], document["dwell"]], ["dwell.types/1", VERSION])
        self.assertEqual([(t["name"], t["size"], t["padding"]) for t in document["types"]], [("Point", 8, 3)])

    def test_save_instead_of_printing(self):
        path = self.folder / "out.dwell"
        result = self.types("--save", str(path))
        self.assertEqual((result.stdout, result.stderr, result.returncode), ("", "", 0))
        with sqlite3.connect(path) as database:
            self.assertEqual(database.execute("select name, size from types order by size").fetchall(),
                             [("Point", 8), ("Line", 16)])
        result = self.types("--save", str(self.folder / "no" / "folder.dwell"))
        self.assertEqual((result.stdout, result.returncode), ("", 2))
        self.assertRegex(result.stderr, r"\Adwell: [^\n]*folder\.dwell[^\n]*\n\Z")

    def test_colour_only_when_wanted(self):
        self.assertNotIn("\x1b", self.types().stdout)
        self.assertIn("\x1b[", self.types("--color", "always").stdout)
        self.assertNotIn("\x1b", self.types("--color=never").stdout)

    def test_threads_do_not_change_a_byte(self):
        self.assertEqual(self.types("--threads", "1", "--no-user").stdout,
                         self.types("--threads", "8", "--no-user").stdout)

    def test_timings_go_to_standard_error(self):
        result = self.types("--timings")
        self.assertIn("read types", result.stderr)
        self.assertNotIn("read types", result.stdout)


class Interrupts(unittest.TestCase):
    def test_sigint_is_130(self):
        with tempfile.TemporaryDirectory() as folder:
            compiler = pathlib.Path(folder, "slow-compiler")
            compiler.write_text("#!/bin/sh\nexec sleep 30\n")
            compiler.chmod(0o755)
            source = pathlib.Path(folder, "a.c")
            source.write_text("int main(void) { return 0; }\n")
            # A background job of a shell has SIGINT ignored, and so would its children.
            process = subprocess.Popen([DWELL, "types", str(source)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, text=True, start_new_session=True,
                                       env=dict(os.environ, CC=str(compiler), XDG_CACHE_HOME=folder),
                                       preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
            try:
                with self.assertRaises(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
                os.killpg(process.pid, signal.SIGINT)
                self.assertEqual(process.wait(timeout=10), 130)
            finally:
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                process.communicate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--dwell", required=True)
    parser.add_argument("--version", required=True)
    options, rest = parser.parse_known_args()
    DWELL, VERSION = os.path.abspath(options.dwell), options.version
    unittest.main(argv=[sys.argv[0], *rest])
