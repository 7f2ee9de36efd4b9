"""Holds an oracle's layouts against dwell's: every disagreement becomes one Difference."""
import collections

from layouts import covered, cpp_name, member_name, own_name, rust_name

Difference = collections.namedtuple("Difference", "oracle input type what expected got")


class Comparison:
    """`oracle` names the other tool; `fields` are those of its answers that can be trusted, of
    size, align, members, bases, vptr, variants, discriminant, enumerators, holes, variant_padding."""

    def __init__(self, oracle, label, fields, rust=False):
        self.oracle, self.label, self.fields, self.rust = oracle, label, set(fields), rust
        self.differences, self.agreed, self.unknown_to_dwell = [], 0, []

    def name_of(self, name):
        return rust_name(name) if self.rust else cpp_name(name)

    def run(self, expected, found, is_missing=lambda layout: True):
        """`is_missing` decides whether an expected type that dwell does not list is a disagreement."""
        by_name, by_own_name = collections.defaultdict(list), collections.defaultdict(list)
        for candidate in found:
            key = self.name_of(candidate["name"])
            by_name[key].append(candidate)
            by_own_name[own_name(key)].append(candidate)
        by_kind = collections.defaultdict(list)
        for f in found:
            by_kind[f["kind"]].append(f)
        compiler_made = [f for f in found if f["kind"] in ("closure", "coroutine")]
        for wanted in expected:
            key = self.name_of(wanted["name"])
            candidates = by_name.get(key)
            if self.rust and wanted["name"].startswith("{"):
                candidates = compiler_made   # rustc names these by their place in the source, DWARF by number
            if wanted["name"].startswith("(lambda at "):
                candidates = compiler_made
            if not candidates and wanted.get("scope_unknown"):
                candidates = [c for c in by_own_name[own_name(key)] if is_within(scopes(key), scopes(self.name_of(c["name"])))]
            if candidates:
                self.judge(wanted, candidates)
            elif wanted.get("alias") and any(not self.disagreements(wanted, c) for c in by_kind[wanted["kind"]]):
                self.agreed += 1   # one of several typedefs of an unnamed type: dwell calls it by the first
            elif is_missing(wanted):
                self.report(wanted, "missing", wanted["size"], None)
            else:
                self.unknown_to_dwell.append(wanted["name"])
        return self

    def judge(self, wanted, candidates):
        """Types of one name that differ all survive in dwell: one of them must agree in everything."""
        best = min((self.disagreements(wanted, c) for c in candidates), key=len)
        if not best:
            self.agreed += 1
        elif self.rust and not any(same_path(wanted["name"], c["name"]) for c in candidates):
            self.unknown_to_dwell.append(wanted["name"])   # others of the same last name
            return
        for what, expected, got in best:
            self.report(wanted, what, expected, got)

    def report(self, wanted, what, expected, got):
        self.differences.append(Difference(self.oracle, self.label, wanted["name"], what, expected, got))

    def disagreements(self, wanted, got):
        result = []
        if self.rust and got["kind"] == "enum":
            wanted = dict(wanted, variants=[], enumerators={v["name"]: None for v in wanted["variants"]})
        if self.rust and wanted["name"].startswith("std::boxed::Box<"):
            wanted = dict(wanted, members=[])   # a struct of a Unique and an allocator to rustc, a pointer in DWARF
        for field in ("size", "align"):
            silent = field == "align" and got[field] is None   # what packed records leave open is not stated
            if field in self.fields and wanted[field] is not None and wanted[field] != got[field] and not silent:
                result.append((field, wanted[field], got[field]))
        if "members" in self.fields:
            result += self.compare_members("", wanted["members"], got["members"])
        if "variants" in self.fields:
            result += self.compare_variants(wanted, got)
        if "discriminant" in self.fields and wanted["variants"]:
            result += self.compare_discriminant(wanted, got)
        if "enumerators" in self.fields and got["enumerators"]:
            mine = {own_name(n): v for n, v in got["enumerators"].items()}
            for name, value in wanted["enumerators"].items():
                if own_name(name) not in mine or not same_value(value, mine[own_name(name)]):
                    result.append(("enumerator " + own_name(name), value, mine.get(own_name(name))))
        if "holes" in self.fields:
            for field in ("holes", "tail_padding"):
                if wanted[field] is not None and wanted[field] != got[field]:
                    result.append((field, wanted[field], got[field]))
        return result

    def compare_members(self, prefix, wanted, got):
        mine, theirs = self.by_key(got), self.by_key(wanted)
        result = []
        base_offsets = {m["offset"] for m in got if m["role"] == "base"}
        for key, places in theirs.items():
            if key not in mine and key.startswith("virtual base "):
                continue   # clang lists the bases' virtual bases with the type's own
            if key not in mine and key.startswith("base ") and places[0][0] in base_offsets:
                continue   # the base is named by an alias
            if key not in mine:
                result.append((prefix + key, places[0], None))
            elif not any(same_place(a, b) for a in places for b in mine[key]):
                result.append((prefix + key, places[0], mine[key][0]))
        return result

    def by_key(self, members):
        result = collections.defaultdict(list)
        for m in members:
            if m["role"] in ("static", "discriminant") or m["bits"] == 0:
                continue
            if m["role"] in ("base", "virtual_base"):
                if "bases" not in self.fields:
                    continue
                key = m["role"].replace("_", " ") + " " + self.name_of(m["type"] or m["name"] or "")
            elif m["role"] == "vptr":
                if "vptr" not in self.fields:
                    continue
                key = "vptr"
            elif m["name"]:
                key = member_name(m["name"])
            else:
                continue
            if self.rust and m["size"] == 0:
                continue   # places of zero-sized fields are free, and rustc prints none
            result[key].append((m["offset"] if m["bits"] is None else None, m["size"] if m["bits"] is None else None,
                                m["bit_offset"] if m["bits"] is not None else None, m["bits"]))
        return result

    def compare_variants(self, wanted, got):
        mine = {v["name"]: v for v in got["variants"]}
        result = []
        for variant in wanted["variants"]:
            name = variant["name"]
            if name not in mine:
                result.append(("variant " + name, len(variant["members"]), None))
                continue
            members = mine[name]["members"]
            if got["kind"] == "coroutine":   # rustc repeats what was captured in every state
                members = members + got["members"] + mine.get("Unresumed", {"members": []})["members"]
            result += self.compare_members("variant %s." % name, variant["members"], members)
            if "variant_padding" in self.fields and got["kind"] != "coroutine":
                expected = expected_variant_padding(wanted, variant, got)
                if expected != mine[name].get("padding"):
                    result.append(("variant %s padding" % name, expected, mine[name].get("padding")))
        return result

    def compare_discriminant(self, wanted, got):
        """An oracle that knows tells the size of a stored tag, and tells none for a niche or nothing."""
        theirs, mine = wanted["discriminant"], got["discriminant"] or {}
        tag = mine.get("size") if mine.get("encoding") == "tag" else None
        if theirs != tag:
            return [("discriminant", theirs, mine or None)]
        return []


def same_path(rustc, dwarf):
    """Whether a name as rustc prints it can be that of DWARF: std for core and alloc, no crate for local types."""
    if not rustc.startswith("std::"):
        return True
    return rust_path(rustc).split("::")[1:-1] == rust_path(dwarf).split("::")[1:-1]


def rust_path(name):
    return name.split("<")[0]


def scopes(name):
    """What encloses a name, outermost first."""
    result = []
    while own_name(name) != name:
        name = name[:-len(own_name(name)) - 2]
        result.insert(0, own_name(name))
    return result


def is_within(some, all_):
    """Whether `all_` is `some` with more scopes between: functions and inline namespaces, which clang drops."""
    rest = iter(all_)
    return all(s in rest for s in some)


def same_value(theirs, mine):
    """gdb reads 64-bit unsigned values as signed; None says that the oracle knows the name only."""
    return theirs is None or theirs == mine or (theirs < 0 and theirs + (1 << 64) == mine)


def same_place(a, b):
    return all(x == y or x is None or y is None for x, y in zip(a, b))


def expected_variant_padding(wanted, variant, got):
    """Bytes of the whole type that the oracle's members and the discriminant leave."""
    used = [(m["offset"], m["offset"] + m["size"]) for m in variant["members"]]
    discriminant = got["discriminant"]
    if discriminant and discriminant.get("offset") is not None:
        used.append((discriminant["offset"], discriminant["offset"] + discriminant["size"]))
    return wanted["size"] - covered(used, wanted["size"])
