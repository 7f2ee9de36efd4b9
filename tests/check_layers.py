#!/usr/bin/env python3
"""Checks every #include "room/..." in src against the table of rooms in ARCHITECTURE.md.

A room includes itself and the rooms its row allows. Every folder of src has a row, and every row a folder.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read_table(text):
    """The rows of the table whose header begins with `room` and ends with `may use`: name -> allowed rooms."""
    rooms = {}
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[0] == "room":
            inside = cells[-1] == "may use"
        elif not cells:
            inside = False
        elif inside and not set(cells[0]) <= set("- :"):
            rooms[cells[0].strip("`")] = set(re.findall(r"\w+", cells[-1]))
    return rooms


def problems_of(rooms, source_folder):
    problems = []
    folders = {path.name for path in source_folder.iterdir() if path.is_dir()}
    for missing in sorted(folders - set(rooms)):
        problems.append(f"src/{missing}: has no row in ARCHITECTURE.md")
    for missing in sorted(set(rooms) - folders):
        problems.append(f"ARCHITECTURE.md: room {missing} has no folder in src")
    for room, uses in sorted(rooms.items()):
        for unknown in sorted(uses - set(rooms)):
            problems.append(f"ARCHITECTURE.md: room {room} may use {unknown}, which is no room")
    for path in sorted(source_folder.rglob("*")):
        if path.suffix not in (".h", ".cpp", ".def"):
            continue
        room = path.relative_to(source_folder).parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            if not match:
                continue
            target = match[1].split("/")[0]
            place = f"{path.relative_to(source_folder.parent)}:{number}"
            if "/" not in match[1] or target not in folders:
                problems.append(f'{place}: "{match[1]}" names no room: write "room/file.h"')
            elif target != room and target not in rooms.get(room, set()):
                problems.append(f"{place}: room {room} may not use {target}")
    return problems


def main():
    rooms = read_table((ROOT / "ARCHITECTURE.md").read_text())
    if not rooms:
        sys.exit("ARCHITECTURE.md: the table of rooms is not there")
    problems = problems_of(rooms, ROOT / "src")
    for problem in problems:
        print(problem)
    print(f"{len(rooms)} rooms, {len(problems)} problems")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
