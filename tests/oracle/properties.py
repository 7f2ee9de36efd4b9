"""What must hold in dwell's own JSON on every input, without any oracle.

 - Every byte of a type has one owner: a member (or members where the language lets them overlap), the
   discriminant, a hole or the tail padding; the sums say the same.
 - Each type is there once: no two entries agree in name, kind and layout.
"""
import json

from layouts import covered

RECORDS = ("struct", "class", "union", "tuple", "variant_enum", "closure", "coroutine", "vtable", "pointer")


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
    if t["kind"] not in RECORDS or t["kind"] == "pointer" and not t.get("members"):
        return
    size, holes, tail = t["size"], [(h["offset"], h["offset"] + h["size"]) for h in t["holes"]], t["tail_padding"]
    if t["padding"] != sum(end - begin for begin, end in holes) + tail:
        yield "padding %s is not the sum of holes and tail padding" % t["padding"]
    unowned = holes + ([(size - tail, size)] if tail else [])
    for begin, end in unowned:
        if not 0 <= begin < end <= size:
            yield "hole %d..%d is not within its %d bytes" % (begin, end, size)
    if covered(unowned, size) != sum(end - begin for begin, end in unowned):
        yield "holes overlap"
    owned = owned_bytes(t)
    for begin, end in unowned:
        for other_begin, other_end, name in owned:
            if begin < other_end and other_begin < end:
                yield "hole %d..%d lies in %s" % (begin, end, name)
    if "unknown_bytes" in t or "partial" in t.get("flags", []):
        return   # something lies here whose place or size is not known, a virtual base: who owns what is open
    total = covered([(b, e) for b, e, _ in owned] + unowned, size)
    if total != size:
        yield "owners cover %d of %d bytes" % (total, size)
    yield from check_overlaps(t, by_name)
    for v in t.get("variants", []):
        yield from check_variant(t, v)


def extent(m):
    """The bytes that count for a member: fewer than its size where its tail padding is reused."""
    return m["offset"], m["offset"] + m.get("used_size", m["size"])


def stored(members):
    return [m for m in members if m["role"] != "static" and m["offset"] is not None and m["size"]]


def owned_bytes(t):
    """(begin, end, name) of all that owns bytes: members, those of variants, the discriminant."""
    members = stored(t.get("members", []))
    for v in t.get("variants", []):
        members = members + stored(v["members"])
    result = [(*extent(m), m["name"]) for m in members]
    d = t.get("discriminant")
    if d and d.get("offset") is not None and d.get("size"):
        result.append((d["offset"], d["offset"] + d["size"], "discriminant"))
    return [(b, min(e, t["size"]), n) for b, e, n in result]


def check_overlaps(t, by_name):
    """Outside unions no two members own a bit, and what a member's neighbour takes of it is its padding."""
    for m in stored(t.get("members", [])):
        described = by_name.get(m["type"])
        if m.get("used_size") and described and described["size"] == m["size"] and described["kind"] in RECORDS:
            own = described["members"] if m["role"] not in ("base", "virtual_base") else [
                part for part in described["members"] if part["role"] != "virtual_base"]
            if any(end > m["used_size"] for _, end, _ in owned_bytes(dict(described, members=own))):
                yield "%s loses bytes that its type uses" % (m["name"] or m["type"])
    if t["kind"] == "union" or t.get("variants"):
        return
    reaching = []
    for m in sorted(stored(t.get("members", [])), key=lambda m: m["offset_bits"]):
        begin, end = bits_of(m)
        if begin == end:
            continue
        reaching = [r for r in reaching if r[0] > begin]
        for other_end, other in reaching:
            yield "%s and %s share %d bits" % (other["name"] or other["type"], m["name"] or m["type"],
                                               min(end, other_end) - begin)
        reaching.append((end, m))


def bits_of(m):
    if m.get("bit_field"):
        return m["offset_bits"], m["offset_bits"] + m["size_bits"]
    return tuple(8 * byte for byte in extent(m))


def check_variant(t, v):
    members = [m for m in v["members"] + t.get("members", []) if m["role"] != "static" and m["size"] != 0]
    if any(m["offset"] is None or m["size"] is None for m in members):
        return
    used = [extent(m) for m in members]
    d = t.get("discriminant")
    if d and d.get("offset") is not None and d.get("size"):
        used.append((d["offset"], d["offset"] + d["size"]))
    expected = t["size"] - covered(used, t["size"])
    if v["padding"] != expected:
        yield "variant %s has padding %d, its members leave %d" % (v["name"], v["padding"], expected)
