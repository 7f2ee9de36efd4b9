#!/usr/bin/env python3
"""Runs the commands that README.md shows and compares what they print.

A fenced block whose first line begins with `$ dwell` is a session: each `$ ` line is a command, run by sh in the
root of the tree with dwell in the PATH; the lines up to the next `$ ` are what it prints, standard error included.
  - A line `...` stands for any number of lines.
  - A comment `<!-- needs: rustc 1.95 -->` above a block skips it where `rustc --version` says otherwise: the
    layout of Rust types is the compiler's choice.
Addresses, build ids and the tree's own path are the same for everybody: see normalised().

  tests/check_readme.py --dwell build/release/dwell            compare
  tests/check_readme.py --dwell build/release/dwell --update   write what is printed now into README.md
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = 77


def normalised(text):
    text = text.replace(str(ROOT), ".")
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    text = re.sub(r"\b[0-9a-f]{40}\b", "BUILD_ID", text)
    return [line.rstrip() for line in text.rstrip("\n").split("\n")] if text else []


def matches(expected, actual):
    """Whether the lines agree; `...` in expected stands for any number of lines."""
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    return bool(actual) and expected[0] == actual[0] and matches(expected[1:], actual[1:])


class Block:
    def __init__(self, first_line, needs):
        self.first_line, self.needs, self.steps = first_line, needs, []


def read_blocks(lines):
    blocks, needs, i = [], None, 0
    while i < len(lines):
        comment = re.match(r"<!-- needs: (\S+) (\S+) -->", lines[i])
        if comment:
            needs = (comment[1], comment[2])
        elif lines[i].startswith("```"):
            end = next((j for j in range(i + 1, len(lines)) if lines[j].startswith("```")), len(lines))
            if i + 1 < end and lines[i + 1].startswith("$ dwell"):
                block = Block(i + 1, needs)
                for line in lines[i + 1:end]:
                    if line.startswith("$ "):
                        block.steps.append((line[2:], []))
                    else:
                        block.steps[-1][1].append(line)
                blocks.append(block)
            i, needs = end, None
        elif lines[i].strip():
            needs = None
        i += 1
    return blocks


def lacks(needs):
    """Why a block cannot run here, or None."""
    if not needs:
        return None
    tool, version = needs
    try:
        said = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        return f"{tool} is not installed"
    return None if re.search(rf"\b{re.escape(version)}\b", said) else f"{said.strip()} is not {tool} {version}"


def run(command, dwell, cache):
    env = dict(os.environ, PATH=f"{dwell.parent}:{os.environ['PATH']}", NO_COLOR="1", COLUMNS="100", LC_ALL="C.UTF-8",
               XDG_CACHE_HOME=cache)
    result = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)
    return normalised(result.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dwell", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--readme", default=ROOT / "README.md", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()

    lines = options.readme.read_text().split("\n")
    blocks = read_blocks(lines)
    failed = skipped = 0
    replacements = []
    with tempfile.TemporaryDirectory() as cache:
        for block in blocks:
            reason = lacks(block.needs)
            if reason:
                skipped += 1
                print(f"{options.readme.name}:{block.first_line + 1}: skipped: {reason}")
                continue
            new_lines = []
            for command, expected in block.steps:
                actual = run(command, options.dwell, cache)
                fits = matches(normalised("\n".join(expected)), actual)
                new_lines += ["$ " + command] + (expected if fits else actual)
                if not fits and not options.update:
                    failed += 1
                    print(f"{options.readme.name}:{block.first_line + 1}: `{command}` prints something else:")
                    print("\n".join("  " + line for line in actual))
            old_count = sum(1 + len(expected) for _, expected in block.steps)
            replacements.append((block.first_line, old_count, new_lines))
    if options.update:
        for first, count, new_lines in reversed(replacements):
            lines[first:first + count] = new_lines
        options.readme.write_text("\n".join(lines))
    print(f"{len(blocks)} blocks, {failed} problems, {skipped} skipped")
    if failed:
        sys.exit(1)
    if skipped == len(blocks):
        sys.exit(SKIPPED)


if __name__ == "__main__":
    main()
