#!/usr/bin/env python3
"""The same programs in every encoding of debug information must give the same types.

  encodings.py [--only REGEX] [--encoding REGEX] [--all] [--dwell PROGRAM] [-v]

Every encoding is tried on the few programs of QUICK; with --all on those of PROGRAMS; with --only on any. Each is compiled once per compiler as its baseline (DWARF 5 of gcc and clang, DWARF 4 of rustc), and
then in the encodings of encodings_matrix.py. dwell's JSON types must equal those of the baseline: no type less,
none more, no value changed. For other machines each version of DWARF is held against the first, and against
clang's own record layouts for that machine. Differences are listed in known_differences.toml with the oracle
"encodings" (see known.py); exit codes are those of run.py.
"""
import argparse
import json
import os
import re
import sys
import tempfile

import clang_layouts
import dwell_types
import encodings_matrix
import toolchain
from compare import Comparison, Difference
from known import Known

SKIPPED = 77
QUICK = ("c_anonymous_members", "c_one_name_two_types", "cpp_templates", "cpp_virtual_bases", "rust_enums_niche",
         "rust_closures")
PROGRAMS = {
    "c": ("c_bit_fields", "c_anonymous_members", "c_enums", "c_function_local", "c_one_name_two_types",
          "c_flexible_array", "c_packed", "c_typedef_anonymous", "c_aligned"),
    "cpp": ("cpp_bases", "cpp_virtual_bases", "cpp_templates", "cpp_nested", "cpp_anonymous_namespace",
            "cpp_local_classes", "cpp_enum_class", "cpp_lambdas", "cpp_bit_fields", "cpp_static_members",
            "cpp_std_owners"),
    "rs": ("rust_enums_niche", "rust_enums_c_like", "rust_async", "rust_closures", "rust_trait_objects",
           "rust_fat_pointers", "rust_generics", "rust_repr"),
}


def canonical(types):
    """{(name, kind): {layout as text}}: paths of declarations by their last part, in no order."""
    result = {}
    for t in types:
        t = dict(t)
        if t.get("decl"):
            t["decl"] = "%s:%s" % (os.path.basename(t["decl"].get("file") or ""), t["decl"].get("line"))
        if t.get("vtable"):   # where it lies is the linker's choice, that it is known is not
            t["vtable"] = dict(t["vtable"], address=t["vtable"]["address"] is not None)
        # Producers put static members where their version of DWARF has them: among the fields or after them.
        members = t.get("members") or []
        t["members"] = ([m for m in members if m.get("role") != "static"] +
                        sorted((m for m in members if m.get("role") == "static"), key=lambda m: m["name"]))
        result.setdefault((t["name"], t["kind"]), {})[json.dumps(t, sort_keys=True)] = t
    return result


def differences(label, expected, got):
    for key in sorted(set(expected) | set(got)):
        if key not in got:
            yield Difference("encodings", label, key[0], "missing", key[1], None)
        elif key not in expected:
            yield Difference("encodings", label, key[0], "extra", None, key[1])
        else:
            theirs = [t for text, t in expected[key].items() if text not in got[key]]
            mine = [t for text, t in got[key].items() if text not in expected[key]]
            for a, b in zip(theirs, mine):
                what = next(k for k in sorted(set(a) | set(b)) if a.get(k) != b.get(k))
                yield Difference("encodings", label, key[0], what, a.get(what), b.get(what))
            for t in theirs[len(mine):]:
                yield Difference("encodings", label, key[0], "missing", "a second layout", None)
            for t in mine[len(theirs):]:
                yield Difference("encodings", label, key[0], "extra", None, "a second layout")


class Matrix:
    def __init__(self, dwell, encoding, every, verbose):
        self.dwell, self.encoding, self.every, self.verbose = dwell, encoding, every, verbose
        self.known, self.labels, self.unlisted, self.explained, self.agreed = Known(), [], [], 0, 0
        self.skipped, self.said = set(), {}

    def take(self, found, agreed):
        self.agreed += agreed
        for d in found:
            if self.known.explains(d):
                self.explained += 1
            else:
                self.unlisted.append(d)
                self.said.setdefault((d.input.split("/")[1], d.what), []).append(d)

    def skip(self, encoding, reason):
        if encoding not in self.skipped:
            self.skipped.add(encoding)
            print("skipped: %s: %s" % (encoding, reason))

    def types(self, built):
        return canonical(dwell_types.listing(self.dwell, built.path, *built.options))

    def program(self, program, folder):
        for baseline, encodings in encodings_matrix.of(program):
            wanted = [e for e in encodings if re.search(self.encoding, e.name)]
            if not wanted:
                continue
            expected = self.types(baseline.build(program, folder_for(folder, program, baseline)))
            for encoding in wanted:
                self.one(program, encoding, expected, folder_for(folder, program, encoding))

    def one(self, program, encoding, expected, folder):
        label = "%s/%s" % (program.name, encoding.name)
        try:
            built = encoding.build(program, folder)
        except (toolchain.CompileError, OSError) as error:
            return self.skip(encoding.name, str(error)[:200])
        if built is None:
            return self.skip(encoding.name, encoding.missing())
        self.labels.append(label)
        try:
            got = self.types(built)
        except dwell_types.Failed as error:
            return self.take([Difference("encodings", label, "", str(error), "", "")], 0)
        found = list(differences(label, expected, got))
        if self.verbose:
            print("%s: %d types, %d differ" % (label, len(got), len(found)))
        self.take(found, max(0, len(expected) - len(found)))

    def machine(self, program, target, folder):
        """One foreign machine: each version of DWARF against the first, and against clang's layouts."""
        expected = None
        for encoding in encodings_matrix.foreign(program, target):
            if not re.search(self.encoding, encoding.name):
                continue
            label = "%s/%s" % (program.name, encoding.name)
            try:
                built = encoding.build(program, folder_for(folder, program, encoding))
            except toolchain.CompileError as error:
                return self.skip(encoding.name, str(error)[:200])
            self.labels.append(label)
            try:
                types = dwell_types.listing(self.dwell, built.path)
            except dwell_types.Failed as error:
                self.take([Difference("encodings", label, "", str(error), "", "")], 0)
                continue
            if expected is None:
                expected = canonical(types)
                layouts = clang_layouts.layouts(program.source, [*toolchain.language_flags(program), *encoding.target])
                comparison = Comparison("encodings", label, ("size", "align", "members", "bases", "vptr")).run(
                    layouts, dwell_types.convert(types))
                self.take(comparison.differences, comparison.agreed)
            else:
                self.take(differences(label, expected, canonical(types)), len(types))

    def finish(self):
        """The same key of many types in one encoding is one finding: the first type stands for all."""
        for found in self.said.values():
            more = " (and %d more such)" % (len(found) - 1) if len(found) > 1 else ""
            print("differs: %s %s: %s: %s: expected %.300s, got %.300s" % tuple(str(x) for x in found[0]) + more)
        for entry in self.known.stale({"encodings"}, self.labels) if self.every else ():
            if entry.get("oracle") == "encodings":
                self.unlisted.append(entry)
                print("known difference no longer occurs: %s" % {k: v for k, v in entry.items() if k != "proof"})
        print("%d types agree, %d differences are known, %d are not" % (self.agreed, self.explained, len(self.unlisted)))
        if not self.agreed and not self.unlisted:
            return SKIPPED
        return 1 if self.unlisted else 0


def folder_for(folder, program, encoding):
    result = os.path.join(folder, program.name, encoding.name.replace("/", "-"))
    os.makedirs(result, exist_ok=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dwell", default=dwell_types.find_dwell())
    parser.add_argument("--only", default="", help="programs whose name matches this expression")
    parser.add_argument("--encoding", default="", help="encodings whose name matches this expression")
    parser.add_argument("--all", action="store_true", help="the programs of PROGRAMS, not those of QUICK")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    if not options.dwell or not os.access(options.dwell, os.X_OK):
        print("skipped: dwell is not built (--dwell PROGRAM or $DWELL)")
        return SKIPPED
    matrix = Matrix(os.path.abspath(options.dwell), options.encoding, options.all, options.verbose)
    with tempfile.TemporaryDirectory() as folder:
        for program in toolchain.programs(options.only):
            if not (options.only or program.name in (PROGRAMS[program.language] if options.all else QUICK)):
                continue
            matrix.program(program, folder)
            if program.name in encodings_matrix.FREESTANDING:
                for target in encodings_matrix.TARGETS:
                    matrix.machine(program, target, folder)
    return matrix.finish()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
