#!/usr/bin/env python3
"""pahole_layouts.py ELF: what pahole prints, as JSON lines. To be trusted on C only: it leaves out what stands
in a namespace, knows no Rust enum and no virtual base. Where bit-fields are present it counts bits and bytes
of one gap separately, so holes are taken only from records without any.
"""
import json
import re
import subprocess
import sys

from layouts import layout, member

ROW = re.compile(r"^(\t+)(\S.*?);\s*/\*\s*(\d+)(?::\s*(\d+))?\s+(\d+) \*/$")
OPENED = re.compile(r"^\t+(?:\S.*)?(?:struct|union|enum)(?: \w+)? \{$")


def declared_name(text):
    """The name in a declarator: `int (*plain)(int)`, `char bytes[3]`, `unsigned a:3`."""
    text = re.sub(r"\s*__attribute__\(\(\w+(\(\w*\))?\)\)", "", text)
    match = re.search(r"\(\*+\s*(?:const )?(\w+)", text)
    if match:
        return match[1]
    text = re.sub(r"(\[\w*\])+$", "", re.sub(r":\d+$", "", text))
    match = re.search(r"(\w+)$", text)
    return match[1] if match else None


def one_member(text, offset, bit, size):
    width = re.search(r":(\d+)$", text)
    if width and bit is not None:
        return member(declared_name(text), None, bit_offset=int(offset) * 8 + int(bit), bits=int(width[1]))
    return member(declared_name(text), int(offset), int(size))


def parse(text):
    """Nested records and enums are printed in place with absolute offsets: the rows of one with a member's name are
    left out, those of an anonymous one belong to the outer record."""
    current, open_records = None, []
    for line in text.split("\n"):
        line = line.rstrip()
        head = re.match(r"^(struct|union) (\w+) \{$", line)
        row = ROW.match(line)
        if head:
            current = layout(head[2], None, kind=head[1], holes=0, tail_padding=0)
            open_records = [current["members"]]
        elif current is None:
            continue
        elif line.startswith("}"):
            yield finished(current)
            current = None
        elif OPENED.match(line):
            open_records.append([])
        elif row and row[2].startswith("}"):
            inner = open_records.pop()
            name = declared_name(row[2][1:].strip())
            open_records[-1] += [member(name, int(row[3]), int(row[5]))] if name else inner
        elif row:
            open_records[-1].append(one_member(*row.groups()[1:]))
        else:
            sums(current, line)


def finished(current):
    if current["size"] is None or any(m["bits"] is not None for m in current["members"]):
        current["holes"] = current["tail_padding"] = None
    return current


def sums(current, line):
    match = re.match(r"^\t/\* size: (\d+),", line)
    if match:
        current["size"] = int(match[1])
    match = re.match(r"^\t/\*.*sum holes: (\d+)", line)
    if match:
        current["holes"] = int(match[1])
    match = re.match(r"^\t/\* padding: (\d+)", line)
    if match:
        current["tail_padding"] = int(match[1])


def layouts(elf, pahole="pahole"):
    run = subprocess.run([pahole, "-F", "dwarf", elf], capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError("pahole failed on %s: %s" % (elf, run.stderr.strip()[-500:]))
    return list(parse(run.stdout))


if __name__ == "__main__":
    for found in layouts(sys.argv[1]):
        print(json.dumps(found))
