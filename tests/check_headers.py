#!/usr/bin/env python3
"""Compiles each header of src and tests/support alone: a header includes what it uses."""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def compile_alone(compiler, header):
    command = [compiler, "-std=gnu++20", "-fsyntax-only", "-I", "src", "-I", "tests", "-x", "c++", "-include",
               str(header), "/dev/null"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default=os.environ.get("CXX", "c++"))
    compiler = parser.parse_args().compiler
    headers = sorted(path.relative_to(ROOT) for folder in ("src", "tests/support")
                     for path in (ROOT / folder).rglob("*.h"))
    if not headers:
        sys.exit("no headers found")
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        results = list(pool.map(lambda header: compile_alone(compiler, header), headers))
    failed = [(header, result) for header, result in zip(headers, results) if result.returncode]
    for header, result in failed:
        print(f"{header}: does not compile alone\n{result.stderr}")
    print(f"{len(headers)} headers, {len(failed)} problems")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
