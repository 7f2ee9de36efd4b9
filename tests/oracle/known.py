"""known_differences.toml: every disagreement with an oracle in which dwell is right, with reason and proof.

Each entry has patterns (fnmatch) over what a Difference says and may leave out those that hold for all:
  [[difference]]
  oracle = "gdb"              which tool
  input = "cpp_*"             program and encoding, "cpp_bases/gcc-dwarf5-O0", or the name of a large input
  type = "Left"               the type's name; "/regex/" is searched for
  what = "missing"            size, align, missing, holes, tail_padding, a member's name, "base X", ...
  reason = "..."              why the oracle differs
  proof = "..."               what shows that dwell is right
An entry that nothing matched is stale, and fails a run of all builds like a disagreement without an entry.
"""
import fnmatch
import os
import re
import tomllib

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "known_differences.toml")
PATTERNS = ("oracle", "input", "type", "what")


def matches(pattern, text):
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        return re.search(pattern[1:-1], text) is not None
    # Brackets mean themselves, as in the names of arrays.
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


class Known:
    def __init__(self, path=FILE):
        with open(path, "rb") as file:
            self.entries = tomllib.load(file).get("difference", [])
        for entry in self.entries:
            unknown = set(entry) - set(PATTERNS) - {"reason", "proof"}
            if unknown or not entry.get("reason") or not entry.get("proof"):
                raise ValueError("known difference without reason or proof, or with unknown keys: %r" % entry)
        self.used = [0] * len(self.entries)

    def explains(self, difference):
        for i, entry in enumerate(self.entries):
            if all(matches(entry.get(p, "*"), str(getattr(difference, p))) for p in PATTERNS):
                self.used[i] += 1
                return True
        return False

    def stale(self, oracles, labels):
        """Entries of which nothing was found although their oracle was asked about their input."""
        for entry, used in zip(self.entries, self.used):
            asked = (any(matches(entry.get("oracle", "*"), o) for o in oracles)
                     and any(matches(entry.get("input", "*"), label) for label in labels))
            if asked and not used:
                yield entry
