"""Runs `dwell types --json` and brings its answer into the common form (see layouts.py)."""
import json
import os
import re
import subprocess
import tempfile

from layouts import layout, member

class Failed(RuntimeError):
    pass


def run(dwell, arguments):
    """dwell's standard output; raises if it exits other than with 0."""
    with tempfile.TemporaryFile() as out:
        result = subprocess.run([dwell, "types", *arguments], stdout=out, stderr=subprocess.PIPE)
        if result.returncode:
            raise Failed("%s exits with %d: %s" % (" ".join(["dwell types", *arguments]), result.returncode,
                                                   result.stderr.decode(errors="replace").strip()[-500:]))
        out.seek(0)
        return out.read()


def document(output):
    """(everything but the types, an iterator over the types): the types of a large input are not all held."""
    text = output.decode()
    match = re.search(r'"types"\s*:\s*\[', text)
    if not match:
        raise Failed("the document has no \"types\"")
    decoder, space = json.JSONDecoder(), re.compile(r"[\s,]*")

    def types():
        at = match.end()
        while True:
            at = space.match(text, at).end()
            if text[at] == "]":
                document.rest = text[at + 1:]
                return
            found, at = decoder.raw_decode(text, at)
            yield found

    return text[:match.start()], types()


def listing(dwell, file, *options):
    """Every type with members or enumerators, in dwell's own JSON: what it lists by itself."""
    return list(document(run(dwell, ["--json", "--quiet", *options, file]))[1])


def convert(types):
    """dwell's types in the common form. Debug information has a type for each variant of a Rust enum, which
    dwell shows as part of the enum only: these are added here, for the oracles that list them."""
    result = []
    for t in types:
        whole = convert_one(t)
        result.append(whole)
        for v in whole["variants"]:
            result.append(layout("%s::%s" % (t["name"], v["name"]), t["size"], kind="struct", members=v["members"],
                                 variant=True))
    return result


def convert_one(t):
    variants, enumerators = [], {}
    for v in t.get("variants", []):
        if t["kind"] == "enum":
            enumerators[v["name"]] = int(v["discriminants"][0])
        else:
            variants.append(dict(name=v["name"], padding=v.get("padding"), members=members_of(v)))
    holes = t.get("holes")
    return layout(t["name"], t["size"], align=t.get("align"), kind=t["kind"], lang=t.get("lang"),
                  members=members_of(t), variants=variants, discriminant=t.get("discriminant"),
                  enumerators=enumerators, tail_padding=t.get("tail_padding"),
                  holes=sum(h["size"] for h in holes) if holes is not None else None)


def members_of(t):
    """Members, with anonymous ones replaced by what they hold: dwell nests those with absolute offsets."""
    result = []
    for m in t.get("members", []):
        if "members" in m and not m["name"]:
            result += members_of(m)
        elif m.get("bit_field"):
            result.append(member(m["name"], None, None, m["offset_bits"], m["size_bits"], m["role"], m["type"]))
        else:
            result.append(member(m["name"], m["offset"], m["size"], role=m["role"], type=m["type"]))
    return result


def find_dwell():
    """The built program: $DWELL, or that of the first preset found."""
    if os.environ.get("DWELL"):
        return os.environ["DWELL"]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for preset in ("release", "dev"):
        path = os.path.join(root, "build", preset, "dwell")
        if os.access(path, os.X_OK):
            return path
    return None
