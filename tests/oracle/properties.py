"""What must hold in dwell's own JSON on every input, without any oracle.

 - Every byte of a type has one owner: a member (or members where the language lets them overlap), the
   discriminant, a hole or the tail padding; the sums say the same.
 - Each type is there once: no two entries agree in name, kind and layout.
"""
import json

from layouts import covered

OVERLAPPING = ("union",)


def check(types):
    """Yields (type name, what is wrong)."""
    by_name, seen = {}, {}
    for t in types:
        by_name.setdefault(t["name"], t)
    for t in types:
        identity = json.dumps({k: v for k, v in t.items() if k != "decl"}, sort_keys=True)
        if identity in seen:
            yield t["name"], "is listed twice with one layout"
        seen[identity] = True
        for wrong in check_type(t, by_name):
            yield t["name"], wrong


def check_type(t, by_name):
    if t["size"] is None:
        if t.get("holes") or t.get("tail_padding") or t.get("padding"):
            yield "has padding though its size is unknown"
        return
    if t.get("holes") is None or t.get("tail_padding") is None:
        return   # enums, pointers and others without an account of bytes
    size, holes, tail = t["size"], [(h["offset"], h["offset"] + h["size"]) for h in t["holes"]], t["tail_padding"]
    if t.get("padding") != sum(end - begin for begin, end in holes) + tail:
        yield "padding %s is not the sum of holes and tail padding" % t.get("padding")
    unowned = holes + ([(size - tail, size)] if tail else [])
    for begin, end in unowned:
        if not 0 <= begin < end <= size:
            yield "hole %d..%d is not within its %d bytes" % (begin, end, size)
    if covered(unowned, size) != sum(end - begin for begin, end in unowned):
        yield "holes overlap"
    owned = owned_bytes(t)
    unknown = any(m["offset"] is None or m["size"] is None for m in stored_members(t))
    for begin, end in unowned:
        for other_begin, other_end, name in owned:
            if begin < other_end and other_begin < end:
                yield "hole %d..%d lies in %s" % (begin, end, name)
    total = covered([(b, e) for b, e, _ in owned] + unowned, size) + t.get("unknown", 0)
    if not unknown and total != size:
        yield "owners cover %d of %d bytes" % (total, size)
    yield from check_overlaps(t, by_name)
    for v in t.get("variants", []):
        yield from check_variant(t, v)


def stored_members(t):
    for m in t.get("members", []):
        if m["role"] != "static":
            yield m


def owned_bytes(t):
    """(begin, end, name) of all that owns bytes: members, those of variants, the discriminant."""
    result = [(m["offset"], m["offset"] + m["size"], m["name"]) for m in stored_members(t)
              if m["offset"] is not None and m["size"]]
    for v in t.get("variants", []):
        result += [(m["offset"], m["offset"] + m["size"], m["name"]) for m in v["members"]
                   if m["offset"] is not None and m["size"]]
    d = t.get("discriminant")
    if d and d.get("offset") is not None and d.get("size"):
        result.append((d["offset"], d["offset"] + d["size"], "discriminant"))
    return [(b, min(e, t["size"]), n) for b, e, n in result]


def check_overlaps(t, by_name):
    """Two members share bytes only in a union, as bit-fields in disjoint bits, or where one lies in the
    padding of the other (an empty base, a reused tail)."""
    if t["kind"] in OVERLAPPING or t.get("variants"):
        return
    placed = sorted((m for m in stored_members(t) if m["offset"] is not None and m["size"]),
                    key=lambda m: (m["offset_bits"], -m["size_bits"]))
    reaching = []
    for second in placed:
        reaching = [m for m in reaching if m["offset_bits"] + m["size_bits"] > second["offset_bits"]]
        for first in reaching:
            if not lies_in_padding(second, first, by_name) and not lies_in_padding(first, second, by_name):
                end = min(m["offset_bits"] + m["size_bits"] for m in (first, second))
                yield "%s and %s share %d bits" % (first["name"] or first["type"], second["name"] or second["type"],
                                                   end - second["offset_bits"])
        reaching.append(second)


def lies_in_padding(inner, outer, by_name):
    """Whether no byte that outer's type uses is one of inner's. True when outer's type is not listed."""
    described = by_name.get(outer["type"])
    if described is None or described.get("tail_padding") is None:
        return described is None and outer["role"] in ("base", "virtual_base")
    begin, end = inner["offset"] - outer["offset"], inner["offset"] + inner["size"] - outer["offset"]
    used = owned_bytes(described)
    return not any(b < end and begin < e for b, e, _ in used) or inner["type"] == outer["type"]


def check_variant(t, v):
    used = [(m["offset"], m["offset"] + m["size"]) for m in list(v["members"]) + list(stored_members(t))
            if m["offset"] is not None and m["size"]]
    if len(used) < len([m for m in v["members"] if m["size"] != 0]):
        return
    d = t.get("discriminant")
    if d and d.get("offset") is not None and d.get("size"):
        used.append((d["offset"], d["offset"] + d["size"]))
    expected = t["size"] - covered(used, t["size"])
    if v.get("padding") is not None and v["padding"] != expected:
        yield "variant %s has padding %d, its members leave %d" % (v["name"], v["padding"], expected)
