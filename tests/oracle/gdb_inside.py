"""Runs inside gdb (see gdb_layout.py): writes every named type's layout as gdb derives it from DWARF."""
import json
import os
import re
import sys

import gdb

OPTIONS = json.loads(os.environ["GDB_LAYOUT"])
KINDS = {gdb.TYPE_CODE_STRUCT: "struct", gdb.TYPE_CODE_UNION: "union", gdb.TYPE_CODE_ENUM: "enum"}
DEEPEST_ANONYMOUS = 12


def quietly(command):
    try:
        return gdb.execute(command, to_string=True)
    except gdb.error:
        return ""


def type_names():
    """(name, is it a typedef of an unnamed type) of everything `info types` lists, in its order."""
    names = {}
    for line in quietly("info types").split("\n"):
        match = re.match(r"^\d+:\s+(.*);$", line) or re.match(r"^\t(.*);$", line)
        if not match:
            continue
        text = match[1].strip()
        typedef = re.match(r"typedef (?:struct|union|class|enum) \{\.\.\.\} (.*)$", text)
        if typedef:
            names[typedef[1], True] = None
        elif not text.startswith("typedef "):
            names[re.sub(r"^(struct|class|union|enum) ", "", text), False] = None
    return names


def size_of(type_):
    try:
        return type_.sizeof
    except Exception:
        return None


def bit_position(field):
    try:
        return field.bitpos if field.bitpos >= 0 else None
    except Exception:
        return None


def variant_of(owner, field, depth):
    """Rust: gdb shows a variant as a field whose type is named after the enum and the variant; the states of
    a coroutine as fields 0, 1, ... whose types are named Unresumed, Suspend0, ..."""
    t = field.type
    if (field.name and t is not None and t.code == gdb.TYPE_CODE_STRUCT and t.name and owner.name
            and t.name.startswith(owner.name + "::")):
        name = t.name[len(owner.name) + 2:]
        if name != field.name and not field.name.isdigit():
            return None
        return dict(name=name, type=t.name, size=size_of(t), members=members_of(t, depth + 1)[0])
    return None


def member_of(field, depth):
    t, position = field.type, bit_position(field)
    unnamed = t is not None and t.code in KINDS and not t.name
    result = dict(name=field.name, type=str(t) if t is not None and not unnamed else None,
                  offset=position // 8 if position is not None else None, size=size_of(t))
    if field.bitsize:
        result.update(bit_offset=position, bits=field.bitsize)
    if field.is_base_class:
        result["base"] = True
        if position is None:
            result["virtual_base"] = True
    if field.artificial:
        result["artificial"] = True
    if unnamed and t.code != gdb.TYPE_CODE_ENUM and depth < DEEPEST_ANONYMOUS:
        result["anonymous"] = members_of(t, depth + 1)[0]
    return result


def members_of(type_, depth=0):
    members, variants = [], []
    may_have_variants = (type_.code == gdb.TYPE_CODE_STRUCT and type_.dynamic
                         and not any(f.is_base_class for f in type_.fields()))
    for field in type_.fields():
        if not hasattr(field, "bitpos") and not field.is_base_class and not hasattr(field, "enumval"):
            continue   # a static member
        variant = variant_of(type_, field, depth) if may_have_variants else None
        if variant:
            variants.append(variant)
        else:
            members.append(member_of(field, depth))
    return members, variants


def definitions(name, is_typedef):
    """Every definition of the name in any unit, as (type, file, line)."""
    domains = [gdb.SYMBOL_VAR_DOMAIN] if is_typedef else [gdb.SYMBOL_STRUCT_DOMAIN, gdb.SYMBOL_VAR_DOMAIN]
    for domain in domains:
        try:
            found = [(s.type, s.symtab.filename if s.symtab else None, s.line)
                     for s in gdb.lookup_static_symbols(name, domain)
                     if s.addr_class == gdb.SYMBOL_LOC_TYPEDEF and s.type is not None]
        except Exception:
            found = []
        if found:
            return found
    try:
        return [(gdb.lookup_type(name), None, 0)]
    except Exception:
        return []


def describe(name, is_typedef, type_, file, line, alone):
    fields = type_.fields()
    if not fields and type_.sizeof == 0 and type_.code != gdb.TYPE_CODE_STRUCT:
        return None
    result = dict(name=name, kind=KINDS[type_.code], size=type_.sizeof, file=file, line=line)
    if is_typedef:
        result["typedef"] = True
    if type_.code == gdb.TYPE_CODE_ENUM:
        result["enumerators"] = {f.name: f.enumval for f in fields}
        return result
    if not fields and type_.sizeof in (0, 1) and not alone:
        result["maybe_declaration"] = True
    result["members"], variants = members_of(type_)
    if variants:
        result["variants"] = variants
    return result


def layouts_of(name, is_typedef):
    groups = {}
    for type_, file, line in definitions(name, is_typedef):
        type_ = type_.strip_typedefs() if is_typedef else type_
        if type_.code in KINDS:
            groups.setdefault((type_.sizeof, file, line), type_)
    distinct = {}
    for (_, file, line), type_ in groups.items():
        try:
            found = describe(name, is_typedef, type_, file, line, len(groups) == 1)
        except gdb.error:
            continue
        if found:
            key = json.dumps([found["size"], found.get("members"), found.get("variants"), found.get("enumerators")])
            distinct.setdefault(key, found)
    return distinct.values()


def main():
    for command in ("set pagination off", "set width 0", "set height 0", "set print max-depth -1",
                    "set max-completions unlimited", "set print type hex off"):
        quietly(command)
    with open(OPTIONS["out"], "w") as out:
        for name, is_typedef in type_names():
            for found in layouts_of(name, is_typedef):
                out.write(json.dumps(found) + "\n")


try:
    main()
except Exception as error:   # gdb itself exits 0 when a script fails
    sys.stderr.write("gdb_inside: %r\n" % error)
    os._exit(1)
