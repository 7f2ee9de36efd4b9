"""The form every oracle's answer and dwell's own is brought into, and how names are made comparable.

A layout is a dict:
  name, size (bytes or None), align (or None), kind, lang
  members:      [{name, offset, size, bit_offset, bits, role, type}]  bits is None unless it is a bit-field
  variants:     [{name, members, padding}]
  discriminant: {offset, size, encoding} or None
  enumerators:  {name: value}
  holes, tail_padding: bytes, or None if the source does not say
A value that a source cannot give is None and is never compared. Offsets are absolute, anonymous members are
replaced by what they hold, and unions by their members.
"""
import re


def layout(name, size, **others):
    result = dict(name=name, size=size, align=None, kind=None, lang=None, members=[], variants=[],
                  discriminant=None, enumerators={}, holes=None, tail_padding=None)
    result.update(others)
    return result


def member(name, offset, size=None, bit_offset=None, bits=None, role="field", type=None):
    return dict(name=name, offset=offset, size=size, bit_offset=bit_offset, bits=bits, role=role, type=type)


def shifted(members, offset):
    """The members of an anonymous member that itself lies at `offset`."""
    result = []
    for m in members:
        m = dict(m)
        if m["offset"] is not None:
            m["offset"] += offset
        if m["bit_offset"] is not None:
            m["bit_offset"] += offset * 8
        result.append(m)
    return result


def covered(intervals, size):
    """How many of the bytes [0, size) the (begin, end) intervals cover."""
    total, reached = 0, 0
    for begin, end in sorted(intervals):
        begin, end = max(begin, reached), min(end, size)
        if end > begin:
            total += end - begin
            reached = end
    return total


_INTEGER_NAMES = [
    ("long long unsigned int", "unsigned long long"), ("long long int", "long long"),
    ("long unsigned int", "unsigned long"), ("short unsigned int", "unsigned short"),
    ("long int", "long"), ("short int", "short"), ("_Bool", "bool"),
]


def _normal_character(match):
    code = int(match[1])
    return "'%c'" % code if 32 <= code < 127 else match[0]


def cpp_name(name):
    """One spelling for a C or C++ name, whatever tool printed it."""
    name = re.sub(r"\[abi:\w+\]", "", name)
    for old, new in _INTEGER_NAMES:
        name = re.sub(r"\b%s\b" % old, new, name)
    name = re.sub(r"\b(?:struct|class|union|enum) (?=[\w(:{])", "", name)
    name = name.replace("{anonymous}", "(anonymous namespace)").replace("{unnamed}", "(unnamed)")
    name = re.sub(r"\(\s*&\s*([\w:]+)\)", r"&\1", name)
    name = re.sub(r"\(char\)(\d+)", _normal_character, name)
    name = re.sub(r"\(char\)('.*?')", r"\1", name)
    name = re.sub(r"(?<![\w])(-?\d+)[uU]?[lL]{0,2}\b", r"\1", name)
    name = re.sub(r"\((?:unsigned )?(?:long|short|int|char|unsigned|bool)(?: long)?\)(-?\d+)", r"\1", name)
    return re.sub(r"\s+", "", _qualifiers_first(name))


def _qualifiers_first(name):
    """`T const*` and `const T *` are one type: what qualifies the innermost type goes before it, in each
    template argument."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(name):
        if c in "<(":
            if depth == 0:
                parts.append(name[start:i + 1])
                start = i + 1
            depth += 1
        elif c in ">)" and name[i - 1:i] != "-":
            depth -= 1
            if depth == 0:
                parts += [", ".join(_qualifiers_first(a) for a in arguments(name[start:i])), c]
                start = i + 1
    own = "".join(p if i % 3 != 1 else "\0" for i, p in enumerate(parts)) + name[start:]
    head = re.match(r"[^*&]*", own)[0]
    qualifiers = sorted(re.findall(r"\b(const|volatile)\b", head))
    if qualifiers:
        own = " ".join(qualifiers) + " " + re.sub(r"\b(?:const|volatile)\b\s*", "", head).strip() + own[len(head):]
    inner = iter(parts[1::3])
    return re.sub("\0", lambda _: next(inner), own)


def arguments(text):
    """The arguments of a template or function, split at the commas that separate them."""
    result, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "<({[":
            depth += 1
        elif c in ">)}]" and text[i - 1:i] != "-":
            depth -= 1
        elif c == "," and depth == 0:
            result.append(text[start:i].strip())
            start = i + 1
    return result + [text[start:].strip()]


def rust_name(name):
    """A Rust name without crate, path, lifetimes and default arguments: rustc prints none of them fully."""
    name = re.sub(r"'[a-z_]\w*,? ?|<'_>", "", name)
    name = re.sub(r"\bdyn for<[^>]*> ?", "dyn ", name)
    name = re.sub(r"(?:\{[a-z_]+#\d+\}(?:<[^<>]*>)?::|[A-Za-z_]\w*::)+", "", name)
    name = re.sub(r"(?:, |\b)(?:Global|RandomState)(?=[,>])", "", name)
    return re.sub(r"\s+|<>", "", name)


def own_name(name):
    """The last component of a qualified name, generic arguments included."""
    depth, start = 0, 0
    for i, c in enumerate(name):
        if c in "<({[":
            depth += 1
        elif c in ">)}]" and name[i - 1:i] not in ("-", "="):
            depth -= 1
        elif c == ":" and depth == 0 and name[i - 1:i] == ":":
            start = i + 1
    return name[start:]


def member_name(name):
    """Field names as the source has them: rustc calls a tuple's fields __0, a captured reference _ref__x."""
    if name is None:
        return None
    name = re.sub(r"^__(?=\d+$)", "", name)
    return re.sub(r"^_ref__", "", name)
