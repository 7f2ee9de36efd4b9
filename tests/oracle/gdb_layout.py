#!/usr/bin/env python3
"""gdb_layout.py ELF [-o OUT.jsonl]: the layouts gdb derives from DWARF, one JSON line per distinct definition
of a named struct, class, union or enum. What gdb cannot know or gets wrong is left out here:
alignment (it gives a packed struct's natural one), the static place of a virtual base, holes (it ignores
bases), the values and bytes of a Rust discriminant.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from layouts import layout, member, shifted

INSIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gdb_inside.py")


def ask(elf, gdb="gdb"):
    """gdb's own lines, as dicts."""
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl") as out:
        environment = dict(os.environ, GDB_LAYOUT=json.dumps(dict(out=out.name)), DEBUGINFOD_URLS="")
        command = [gdb, "-nx", "-batch", "-q", "-iex", "set debuginfod enabled off",
                   "-iex", "set auto-load python-scripts off", "-x", INSIDE, elf]
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError("gdb failed on %s: %s" % (elf, run.stderr.strip()[-500:]))
        return [json.loads(line) for line in out]


def role_of(m):
    if m.get("virtual_base"):
        return "virtual_base"
    if m.get("base"):
        return "base"
    if (m["name"] or "").startswith("_vptr"):
        return "vptr"
    if m["name"] == "__state" or m.get("artificial") and not m["name"]:
        return "discriminant"
    return "field"


def convert_members(members):
    result = []
    for m in members:
        if "anonymous" in m and not m["name"]:
            result += shifted(convert_members(m["anonymous"]), m["offset"] or 0)
            continue
        is_bits = m.get("bits") is not None
        result.append(member(m["name"], None if is_bits else m["offset"], None if is_bits else m["size"],
                             m.get("bit_offset"), m.get("bits"), role_of(m), m["type"]))
    return result


def convert(found):
    """gdb's lines in the common form; what may be a mere declaration is left out."""
    for d in found:
        if d.get("maybe_declaration"):
            continue
        variants = [dict(name=v["name"], members=convert_members(v["members"])) for v in d.get("variants", [])]
        yield layout(d["name"], d["size"], kind=d["kind"], members=convert_members(d.get("members", [])),
                     variants=variants, enumerators=d.get("enumerators", {}), alias=d.get("typedef", False))


def layouts(elf):
    return list(convert(ask(elf)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elf")
    parser.add_argument("-o", default=None)
    options = parser.parse_args()
    out = open(options.o, "w") if options.o else sys.stdout
    for found in ask(options.elf):
        out.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
