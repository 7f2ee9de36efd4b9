#!/usr/bin/env python3
"""Makes the seeds of the fuzz targets again, tests/fuzz/seeds/TARGET/: small files of every shape the readers know,
from the compilers at hand (gcc, clang with its foreign targets, rustc). Seeds of a missing compiler stay as they are.
"""
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

SEEDS = pathlib.Path(__file__).resolve().parent / "seeds"
LARGEST = 28 << 10  # bytes of one seed

C = """
struct list { struct list *next; char text[3][4]; unsigned a : 3, b : 7; };
union word { int i; float f; };
enum colour { red, green = 1000 };
typedef struct { union word w; enum colour c; int (*call)(struct list *, ...); double tail[]; } record;
struct list l; record *r;
"""
CPP = """
namespace shop { template <class T> struct Base { T t; virtual ~Base() {} static int count; };
struct Left : virtual Base<int> { char c; }; struct Right : virtual Base<int> { bool b; };
struct Both : Left, Right { enum class E : unsigned char { x = 200 } e; int Both::*p; }; }
shop::Both *both; auto lambda = [x = 1] { return x; }; int use() { shop::Both b; return lambda() + sizeof b; }
"""
RUST = """
#![no_std]
pub enum Shape { Point, Circle(u8), Line { from: u64, to: u64 } }
pub struct Pair<T: 'static>(pub T, pub Option<&'static T>);
pub static SHAPE: Shape = Shape::Circle(3);
pub static PAIR: Pair<u32> = Pair(7, None);
pub fn area(s: &Shape, p: Option<Pair<bool>>) -> u64 {
    match (s, p) { (Shape::Line { from, to }, _) => to - from, (Shape::Circle(r), Some(_)) => *r as u64, _ => 0 }
}
"""


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def save(target, name, data):
    if not data or len(data) > LARGEST:
        print(f"left out: {target}/{name}, {len(data)} bytes", file=sys.stderr)
        return
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def objects(folder):
    """Name and bytes of each object file that could be made."""
    (folder / "a.c").write_text(C)
    (folder / "a.cc").write_text(CPP)
    (folder / "a.rs").write_text(RUST)
    plain = [f"-fdebug-prefix-map={folder}=/src", "-c", "-o", "out.o"]
    shared = plain[:1] + ["-shared", "-nostdlib", "-fPIC", "-Wl,--build-id", "-o", "out.o"]
    commands = {}
    for version in "2345":
        commands[f"gcc-dwarf{version}"] = ["gcc", "-g", f"-gdwarf-{version}", "a.c", *plain]
    commands["gcc-types"] = ["g++", "-g", "-gdwarf-4", "-fdebug-types-section", "a.cc", *plain]
    commands["gcc-split"] = ["gcc", "-g", "-gdwarf-5", "-gsplit-dwarf", "a.c", *plain]
    commands["gcc-zlib"] = ["gcc", "-g", "-gz=zlib", "a.c", *plain]
    commands["gcc-zdebug"] = ["gcc", "-g", "-gz=zlib-gnu", "a.c", *plain]
    commands["gcc-shared"] = ["gcc", "-g", "a.c", *shared]
    commands["gcc-shared-cpp"] = ["g++", "-g", "-fno-rtti", "a.cc", *shared]
    commands["clang-types"] = ["clang++", "-g", "-gdwarf-5", "-fdebug-types-section", "a.cc", *plain]
    commands["clang-dwarf64"] = ["clang", "-g", "-gdwarf-5", "-gdwarf64", "a.c", *plain]
    commands["clang-shared"] = ["clang", "-g", "-gdwarf-5", "a.c", *shared]
    for machine in ("i386", "aarch64", "s390x", "powerpc", "powerpc64", "mips", "mips64el", "riscv64", "riscv32", "bpf"):
        commands[f"clang-{machine}"] = ["clang", f"--target={machine}-linux-gnu", "-g", "a.c", *plain]
    remap = f"--remap-path-prefix={folder}=/src"
    rust = ["rustc", "--crate-type=lib", "-g", "--emit=obj", remap, "-Ccodegen-units=1", "-o", "out.o", "a.rs"]
    commands["rustc"] = rust
    commands["rustc-dwarf5"] = rust + ["-Cdwarf-version=5"]
    for name, command in commands.items():
        if shutil.which(command[0]) and run(*command, cwd=folder):
            yield name, (folder / "out.o").read_bytes()
            if name == "gcc-dwarf5" and run("objcopy", "--compress-debug-sections=zstd", "out.o", cwd=folder):
                yield "gcc-zstd", (folder / "out.o").read_bytes()
            if name == "gcc-split":
                dwo = next(folder.glob("*.dwo"), None)
                yield "gcc-dwo", dwo.read_bytes() if dwo else b""
        else:
            print(f"not made: {name}", file=sys.stderr)


def section(folder, data, name):
    """The bytes of one section, empty if there is none."""
    (folder / "in").write_bytes(data)
    (folder / "out").unlink(missing_ok=True)
    run("objcopy", "-O", "binary", f"--only-section={name}", "--set-section-flags", f"{name}=alloc", "in", "out", cwd=folder)
    return (folder / "out").read_bytes() if (folder / "out").exists() else b""


def archive(members):
    body = b"!<arch>\n"
    for name, data in members:
        body += f"{name + '/':<16}{0:<12}{0:<6}{0:<6}{'644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
    return body


def package_index():
    """Two units in four slots, columns info, abbrev and str_offsets; version 5."""
    head = struct.pack("<HHIII", 5, 0, 3, 2, 4) + struct.pack("<4Q", 0, 0x1111, 0x2222, 0) + struct.pack("<4I", 0, 2, 1, 0)
    return head + struct.pack("<3I", 1, 3, 6) + struct.pack("<6I", 0, 16, 32, 48, 64, 80) + struct.pack("<6I", *[16] * 6)


def seeds_of_sections(folder, name, data):
    abbrev, info = section(folder, data, ".debug_abbrev"), section(folder, data, ".debug_info")
    line = section(folder, data, ".debug_line")
    version = struct.unpack_from("<H", info, 4)[0] if len(info) > 12 else 0
    if version:
        entries = info[12 if version >= 5 else 11:]
        head = bytes([version - 2, 3, 0, 0]) + struct.pack("<H", len(abbrev))
        save("abbreviations", name, head + abbrev + entries)
        save("units", name, b"\0" + info)
    if line:
        save("units", name + "-line", b"\2" + line)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        made = dict(objects(folder))
        for name, data in made.items():
            save("types", name, data)
            if name in ("gcc-dwarf4", "gcc-shared", "clang-s390x", "clang-mips", "clang-i386", "rustc"):
                save("elf", name, data)
            if any(part in name for part in ("gcc-zlib", "gcc-zstd", "gcc-zdebug", "clang-s390x", "clang-riscv", "clang-mips64el",
                                             "gcc-dwarf5", "clang-aarch64", "clang-powerpc")):
                save("contents", name, data)
            if "shared" in name:
                save("words", name, data)
            if "shared" in name or name in ("gcc-dwarf2", "gcc-dwarf5", "rustc"):
                seeds_of_sections(folder, name, data)
        both = archive([("a.o", made["gcc-dwarf4"]), ("a_much_longer_name.o"[:15], made["gcc-dwarf2"])])
        save("elf", "archive", both)
        save("types", "archive", both)
        save("units", "package-index", b"\4" + package_index())
        btf = section(folder, made.get("clang-bpf", b""), ".BTF")
        save("btf", "bpf", b"\0" + btf)
        save("btf", "split", b"\2" + btf + btf)
    for name, text in {"plain": "shop::Both\nshop::Both", "glob": "*::B?[a-z]*<*>\nshop::Base<int>",
                       "regex": "/^s.*(B|C)/\nshop::Base", "escapes": "x\n\x1b[31m\u202e\u00e4\ufeff \U0001f600\udcff"}.items():
        save("patterns", name, text.encode("utf-8", "surrogateescape"))


main()
