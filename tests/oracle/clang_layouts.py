#!/usr/bin/env python3
"""clang_layouts.py SRC [FLAGS]: clang's record layouts, which never went through DWARF, as JSON lines.

-fdump-record-layouts-complete would dump while parsing and miss trailing packed and aligned attributes, so
the plain dump is taken, which holds what the program's code needed.
"""
import json
import os
import re
import subprocess
import sys

from layouts import layout, member, shifted

ROW = re.compile(r"^\s*(\d+)?(?::(?:(\d+)-(\d+)|-))?\s*\|( *)(.*)$")
SIZES = re.compile(r"(sizeof|dsize|align|nvsize|nvalign|preferredalign|preferrednvalign)=(\d+)")
BASE = re.compile(r"(?:struct|class) (.*?) \((primary base|base|virtual base|primary virtual base)\)")


def member_of(offset, low, high, text):
    offset = int(offset) if offset is not None else None
    if re.search(r"(vtable|vftable|vbtable) pointer\)$", text):
        return member(None, offset, role="vptr")
    text = re.sub(r" \(empty\)$", "", text)
    base = BASE.match(text)
    if base:
        return member(base[1], offset, role="virtual_base" if "virtual" in base[2] else "base", type=base[1])
    type_, _, name = text.rpartition(" ")
    if not name or text.endswith(")"):
        type_, name = text.strip(), None
    if low is not None:
        return member(name, None, bit_offset=offset * 8 + int(low), bits=int(high) - int(low) + 1, type=type_)
    return member(name, offset, type=type_)


def parse(text):
    result, current, indent = [], None, None
    for line in text.split("\n"):
        if line.startswith("*** Dumping AST Record Layout"):
            current, indent = None, 1
            continue
        if indent is None:
            continue
        row = ROW.match(line)
        if not row:
            indent = None if line.strip() == "" and current else indent
            continue
        text = row[5]
        if text.startswith("[") or (current and re.match(r"(sizeof|dsize|align|nvsize)", text.strip())):
            sizes = {k: int(v) for k, v in SIZES.findall(text)}
            current["size"] = sizes.get("sizeof", current["size"])
            current["align"] = sizes.get("align", current["align"])
            if text.rstrip().endswith("]"):
                result.append(current)
                current, indent = None, None
        elif current is None:
            head = re.match(r"(struct|class|union) (.*?)(?: \(empty\))?$", text)
            if head:
                current = layout(head[2], None, kind=head[1])
            else:
                indent = None
        elif len(row[4]) == 3:   # deeper rows are the layout of this member's own type
            is_zero_width = row[2] is None and re.match(r"^\s*\d+:-", line)
            if not is_zero_width:
                current["members"].append(member_of(row[1], row[2], row[3], text))
    return flatten(result)


def flatten(layouts_):
    """Anonymous members replaced by what they hold; types the source does not name are dropped after that."""
    by_name = {d["name"]: d for d in layouts_}

    def expand(d, depth=0):
        members = []
        for m in d["members"]:
            type_ = re.sub(r"^(struct|class|union) ", "", m["type"] or "")
            if m["name"] is None and m["role"] == "field" and type_ in by_name and depth < 12:
                members += shifted(expand(by_name[type_], depth + 1), m["offset"])
            else:
                members.append(m)
        return members

    for d in layouts_:
        if re.search(r"\((anonymous|unnamed)( struct| union| class)? at ", d["name"]):
            continue
        # Local classes are printed without their function, and inline namespaces are left out.
        yield dict(d, members=expand(d), scope_unknown=True)


def layouts(source, flags=(), clang=None):
    compiler = clang or os.environ.get("CLANG") or ("clang" if source.endswith(".c") else "clang++")
    command = [compiler, "-S", "-emit-llvm", "-g", "-o", os.devnull, "-w", "-Xclang", "-fdump-record-layouts",
               *flags, source]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError("clang failed on %s: %s" % (source, run.stderr.strip()[-500:]))
    return list(parse(run.stdout))


if __name__ == "__main__":
    for found in layouts(sys.argv[1], sys.argv[2:]):
        print(json.dumps(found))
