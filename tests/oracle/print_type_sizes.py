#!/usr/bin/env python3
"""print_type_sizes.py SRC.rs [RUSTC ARGUMENTS]: what `rustc -Zprint-type-sizes` says, as JSON lines.

rustc prints an offset only where fields overlap; everywhere else fields follow each other in printed order
with `padding` lines between, from behind the discriminant where one is printed: every offset is rebuilt here.
It prints no fields of closures, names local types without their crate, and a union as one variant.
"""
import json
import os
import re
import subprocess
import sys

from layouts import layout, member

PREFIX = "print-type-size "
FIELD = re.compile(r"(field|upvar|local) `\.?(.*)`: (\d+) bytes(?:, type: (.*?))?(?:, offset: (\d+) bytes)?"
                   r"(?:, alignment: (\d+) bytes)?(?:, type: (.*))?$")
ROLES = {"field": "field", "upvar": "upvar", "local": "field"}


class Parser:
    def __init__(self):
        self.types, self.type, self.variant, self.base, self.offset = [], None, None, 0, 0

    def line(self, text):
        match = re.match(r"type: `(.*)`: (\d+) bytes, alignment: (\d+) bytes$", text)
        if match:
            self.type = layout(match[1], int(match[2]), align=int(match[3]), holes=0, tail_padding=0)
            self.types.append(self.type)
            self.variant, self.base, self.offset = None, 0, 0
            return
        match = re.match(r"(discriminant|end padding|padding): (\d+) bytes$", text)
        if match:
            return self.bytes_line(match[1], int(match[2]))
        match = re.match(r"variant `(.*)`: (\d+) bytes$", text)
        if match:
            self.variant = dict(name=match[1], members=[])
            self.type["variants"].append(self.variant)
            self.offset = self.base
            return
        match = FIELD.match(text)
        if not match:
            raise ValueError("not understood: " + text)
        offset = int(match[5]) if match[5] is not None else self.offset
        size = int(match[3])
        owner = self.variant if self.variant is not None else self.type
        owner["members"].append(member(match[2], offset, size, role=ROLES[match[1]], type=match[4] or match[7]))
        self.offset = offset + size

    def bytes_line(self, what, count):
        if what == "discriminant":
            self.type["discriminant"] = self.base = count
        elif what == "end padding":
            self.type["tail_padding"] = count
        else:
            if self.variant is None:
                self.type["holes"] += count
            self.offset += count


def simplify(found):
    """A union prints as one variant named like the type; holes of enums are counted per variant instead."""
    name = re.sub(r"<.*", "", found["name"]).split("::")[-1]
    if len(found["variants"]) == 1 and found["discriminant"] is None and found["variants"][0]["name"] == name:
        found["members"] = found["variants"].pop()["members"]
        found["holes"] = found["tail_padding"] = None
    if found["variants"]:
        found["holes"] = found["tail_padding"] = None
    if not found["members"] and not found["variants"]:
        found["tail_padding"] = None   # closures: rustc counts their captures as padding
    return found


def parse(text):
    parser = Parser()
    for line in text.splitlines():
        if line.startswith(PREFIX):
            parser.line(line[len(PREFIX):].strip())
    distinct = {json.dumps(t, sort_keys=True): t for t in map(simplify, parser.types)}
    return list(distinct.values())


def layouts(source, arguments=(), rustc="rustc"):
    command = [rustc, "-Zprint-type-sizes", "-A", "warnings", "-o", os.devnull, *arguments, source]
    run = subprocess.run(command, env=dict(os.environ, RUSTC_BOOTSTRAP="1"), capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError("rustc failed on %s: %s" % (source, run.stderr.strip()[-500:]))
    return parse(run.stdout)


if __name__ == "__main__":
    for found in layouts(sys.argv[1], sys.argv[2:]):
        print(json.dumps(found))
