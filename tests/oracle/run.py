#!/usr/bin/env python3
"""Holds `dwell types` against other tools, on every program of tests/programs and on large inputs.

  run.py [--oracle gdb,rustc,clang,pahole,properties] [--only REGEX] [--all] [--dwell PROGRAM]
  run.py --input FILE --oracle gdb          one large input: a vmlinux, a debug file, any ELF file
  run.py --inputs                           each large input that is found: see below

Programs are built once a compiler, without optimisation; with --all in each version of DWARF, optimised too.
Large inputs are the files in $DWELL_INPUTS (colon separated), a vmlinux and libstdc++'s debug file below
/usr/lib/debug and /usr/lib, and dwell itself.

Exits with 1 if a disagreement is not in known_differences.toml, or (--all, --inputs) an entry there no longer occurs; with 77
if nothing could be compared, which ctest takes as skipped.
"""
import argparse
import collections
import glob
import os
import re
import sys
import tempfile
import time

import clang_layouts
import dwell_types
import gdb_layout
import pahole_layouts
import print_type_sizes
import properties
import toolchain
from compare import Comparison, Difference
from known import Known
from layouts import own_name, rust_name

SKIPPED = 77
GDB_FIELDS = ("size", "members", "bases", "vptr", "variants", "enumerators")
CLANG_FIELDS = ("size", "align", "members", "bases", "vptr")
RUSTC_FIELDS = ("size", "align", "members", "variants", "discriminant", "holes", "variant_padding")
PAHOLE_FIELDS = ("size", "members", "holes")
ORACLES = ("gdb", "rustc", "clang", "pahole", "properties")
FIRST_RUSTC = (1, 85)   # before, -Zprint-type-sizes does not name the types of fields


class Suite:
    def __init__(self, dwell, oracles, every, verbose):
        self.dwell, self.oracles, self.every, self.verbose = dwell, oracles, every, verbose
        self.known, self.labels, self.asked = Known(), [], set()
        self.unlisted, self.explained, self.agreed, self.skipped = [], 0, 0, {}
        self.said = collections.Counter()

    def skip(self, what, reason):
        if self.skipped.setdefault(what, reason) is reason:
            print("skipped: %s: %s" % (what, reason))

    def available(self, oracle, tool):
        if oracle not in self.oracles:
            return False
        if not toolchain.have(tool):
            self.skip(oracle, "%s is not installed" % tool)
            return False
        return True

    def take(self, oracle, differences, agreed):
        self.asked.add(oracle)
        self.agreed += agreed
        for d in differences:
            if self.known.explains(d):
                self.explained += 1
            else:
                self.unlisted.append(d)
                self.say(d)

    def say(self, d):
        """The same disagreement of other builds of a program is counted, not printed again."""
        key = (d.oracle, d.input.split("/")[0], d.type, d.what)
        self.said[key] += 1
        if self.said[key] == 1:
            print("differs: %s %s: %s: %s: expected %s, got %s" % d)

    def compare(self, oracle, label, fields, expected, found, is_missing=lambda _: True):
        comparison = Comparison(oracle, label, fields, rust=oracle == "rustc").run(expected, found, is_missing)
        self.take(oracle, comparison.differences, comparison.agreed)
        if self.verbose:
            print("%s %s: %d agree, %d differ, %d not in the debug information"
                  % (oracle, label, comparison.agreed, len(comparison.differences), len(comparison.unknown_to_dwell)))

    def check_properties(self, label, elf, types, repeat=True):
        if "properties" not in self.oracles:
            return
        wrong = [Difference("properties", label, name, what, "", "") for name, what in properties.check(types)]
        if repeat:
            outputs = [dwell_types.run(self.dwell, ["--json", "--threads", n, elf]) for n in ("1", "2")]
            if outputs[0] != outputs[1]:
                wrong.append(Difference("properties", label, "", "1 and 2 threads differ", "", ""))
        self.take("properties", wrong, len(types))

    def elf(self, label, elf, c_only=False):
        """Everything that can be asked of a file without its source; gives dwell's types."""
        self.labels.append(label)
        types = dwell_types.listing(self.dwell, elf)
        found = dwell_types.convert(types)
        self.check_properties(label, elf, types)
        if self.available("gdb", "gdb"):
            self.compare("gdb", label, GDB_FIELDS, gdb_layout.layouts(elf), found)
        if c_only and self.available("pahole", "pahole"):
            self.compare("pahole", label, PAHOLE_FIELDS, pahole_layouts.layouts(elf), found)
        return found

    def program(self, program, folder):
        dumped = None
        for build, compile_to in toolchain.variants_of_build(program, self.every):
            label = "%s/%s" % (program.name, build)
            elf = compile_to(os.path.join(folder, label.replace("/", "-")))
            try:
                found = self.elf(label, elf, c_only=program.language == "c")
                if program.language != "rs" and self.available("clang", "clang"):
                    if dumped is None:
                        dumped = clang_dump(program)
                    self.compare("clang", label, CLANG_FIELDS, dumped, found, defined_in(program))
                if program.language == "rs" and self.available("rustc", "rustc"):
                    self.rustc(label, program, build, elf, found)
            except (dwell_types.Failed, RuntimeError) as error:
                self.take("properties", [Difference("properties", label, "", str(error), "", "")], 0)
            os.unlink(elf)

    def rustc(self, label, program, build, elf, found):
        if (toolchain.rustc_version() or (0, 0)) < FIRST_RUSTC:
            return self.skip("rustc", "-Zprint-type-sizes of rustc before %d.%d says too little" % FIRST_RUSTC)
        level = "opt-level=" + build[-1]
        flags = [*toolchain.language_flags(program), "-C", "debuginfo=2", "-C", level, "-C", "codegen-units=1"]
        expected = print_type_sizes.layouts(program.source, flags)
        named = names_in_debug_information(elf)
        if build.endswith("O2"):   # closures have no names to tell which of them were inlined away
            expected = [t for t in expected if not t["name"].startswith("{")]
        found = [t for t in found if not t.get("variant")]
        self.compare("rustc", label, RUSTC_FIELDS, expected, found, lambda t: rust_name(t["name"]) in named)

    def finish(self):
        for entry in self.known.stale(self.asked, self.labels) if self.every else ():
            self.unlisted.append(entry)
            print("known difference no longer occurs: %s" % {k: v for k, v in entry.items() if k != "proof"})
        again = sum(self.said.values()) - len(self.said)
        if again:
            print("%d more of the same in other builds" % again)
        print("%d layouts agree, %d differences are known, %d are not" % (self.agreed, self.explained, len(self.unlisted)))
        if not self.agreed and not self.unlisted:
            return SKIPPED
        return 1 if self.unlisted else 0


def clang_dump(program):
    """clang's layouts of a program, its second unit included. None where it is not for clang."""
    if "clang" in program.excluded:
        return []
    return clang_layouts.layouts(program.source, toolchain.language_flags(program))


def defined_in(program):
    """clang dumps library types too, of which debug information may hold a declaration only; those that the
    program itself defines must be there."""
    with open(program.source) as file:
        names = set(re.findall(r"\b(?:struct|class|union)\s+(?:__attribute__\(\(.*?\)\)\s*|alignas\(\w+\)\s*)?(\w+)\s*(?:final\s*)?[:{]",
                               file.read()))
    return lambda t: re.sub(r"<.*", "", own_name(t["name"])) in names and "<" not in t["name"]


def names_in_debug_information(elf):
    """Names (made comparable) of all types that DWARF entries define: what dwell could know. Types within
    types are left out: in Rust those are the variants of an enum."""
    result, tags, name, has_size = set(), {}, None, False
    types = ("structure_type", "union_type", "enumeration_type")

    def keep(depth):
        if name and has_size and tags.get(depth) in types and tags.get(depth - 1) not in types:
            result.add(rust_name(name))

    depth = 0
    for line in toolchain.output_of("readelf", "-wi", "-W", elf).splitlines():
        entry = re.match(r" *<([0-9a-f]+)><[0-9a-f]+>: Abbrev Number: \d+ \(DW_TAG_(\w+)\)", line)
        if entry:
            keep(depth)
            depth, name, has_size = int(entry[1], 16), None, False
            tags[depth] = entry[2]
        elif "DW_AT_byte_size" in line:
            has_size = True
        elif "DW_AT_name " in line:
            name = re.sub(r"^.*?DW_AT_name\s*:\s*(\(.*?\):\s*)?", "", line).strip()
    keep(depth)
    return result


def large_inputs(dwell):
    """(label, path) of the large inputs on this machine."""
    found = [p for p in os.environ.get("DWELL_INPUTS", "").split(":") if p]
    found += sorted(glob.glob("/usr/lib/debug/boot/vmlinux-*"))[-1:]
    found += sorted(glob.glob("/usr/lib/*/debug/libstdc++.so.6.*[0-9]"))[-1:]
    found.append(dwell)
    return {label_of(p): p for p in found if os.path.exists(p)}


def label_of(path):
    """"vmlinux", "libstdc++", "dwell": names without versions, for known_differences.toml."""
    return re.sub(r"(-\d.*|\.so.*|\.debug)$", "", os.path.basename(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oracle", default=",".join(ORACLES))
    parser.add_argument("--only", default="", help="programs whose name matches this expression")
    parser.add_argument("--dwell", default=dwell_types.find_dwell())
    parser.add_argument("--input", action="append", default=[])
    parser.add_argument("--inputs", action="store_true")
    parser.add_argument("--all", action="store_true", help="every version of DWARF, optimised too")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    if not options.dwell or not os.access(options.dwell, os.X_OK):
        print("skipped: dwell is not built (--dwell PROGRAM or $DWELL)")
        return SKIPPED
    suite = Suite(os.path.abspath(options.dwell), options.oracle.split(","), options.all or options.inputs, options.verbose)

    if options.input or options.inputs:
        inputs = {label_of(p): p for p in options.input} or large_inputs(suite.dwell)
        for label, path in inputs.items():
            started = time.time()
            suite.elf(label, path, c_only=label == "vmlinux" or path.endswith(".ko"))
            print("%s: %.1f s" % (label, time.time() - started), flush=True)
        return suite.finish()

    with tempfile.TemporaryDirectory() as folder:
        for program in toolchain.programs(options.only):
            for compiler in toolchain.COMPILERS[program.language]:
                reason = toolchain.compiles_with(program, compiler)
                if reason:
                    suite.skip("%s with %s" % (program.name, compiler), reason)
            if program.language == "rs" and toolchain.compiles_with(program, "rustc"):
                continue
            suite.program(program, folder)
    return suite.finish()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
