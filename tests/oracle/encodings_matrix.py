"""How one program is built in each encoding of its debug information: DWARF versions and widths, type units,
split units, dwz, compression, separate files, archives, LTO, and foreign machines."""
import os
import shutil
import subprocess

import toolchain
from toolchain import call, have

# Freestanding programs: no header of a C library, so any target that clang knows will do.
FREESTANDING = ("c_bit_fields", "c_anonymous_members", "c_enums", "c_packed", "c_aligned", "c_nested",
                "c_base_types", "c_unions_and_arrays", "cpp_bases", "cpp_virtual_bases", "cpp_bit_fields",
                "cpp_tail_padding", "cpp_no_unique_address", "cpp_member_pointers", "cpp_enum_class")
TARGETS = ("s390x-linux-gnu", "mips-linux-gnu", "powerpc64-linux-gnu", "aarch64-linux-gnu", "riscv64-linux-gnu",
           "i386-linux-gnu", "armv7-linux-gnueabihf")


class Built:
    """A file to give to dwell, and options that let it find the rest."""

    def __init__(self, path, *options):
        self.path, self.options = path, options


class Encoding:
    """`make(program, compiler, folder)` gives a Built; `tools` must be installed."""

    def __init__(self, name, make, compiler=None, tools=(), target=()):
        self.name, self.make, self.compiler, self.tools, self.target = name, make, compiler, tools, target

    def missing(self):
        return "%s is not installed" % ", ".join(t for t in self.tools if not have(t))

    def build(self, program, folder):
        if not all(have(t) for t in self.tools):
            return None
        return self.make(program, self.compiler, folder)


def in_folder(name, folder):
    return os.path.join(folder, name)


# C and C++ -----------------------------------------------------------------------------------------------------

def whole(compiler):
    """clang leaves out types that it takes to be described elsewhere unless told not to."""
    return ["-fstandalone-debug"] if compiler.startswith("clang") else []


def objects(program, compiler, flags, folder, default="-gdwarf-5"):
    """The program's units as .o files in the folder, compiled there so that .dwo files land beside them."""
    result, files = [], list(toolchain.sources(program))
    for i, source in enumerate(f for f in files if os.path.exists(f)):
        language = ["-x", {"c": "c", "cpp": "c++"}[program.language]]
        name = "unit%d.o" % i
        call([compiler, *toolchain.language_flags(program), "-w", "-g", default, "-O0", *whole(compiler), *flags, "-c",
              "-o", name, *language, source], cwd=folder)
        result.append(name)
    return result


def linked(*flags, link=()):
    def make(program, compiler, folder):
        files = objects(program, compiler, flags, folder)
        call([compiler, *files, *link, "-o", "program", "-lpthread"], cwd=folder)
        return Built(in_folder("program", folder))
    return make


def then(*steps):
    """The plainly linked program, passed through commands; {} stands for its file."""
    def make(program, compiler, folder):
        built = linked()(program, compiler, folder)
        for step in steps:
            call([word.replace("{}", "program") for word in step], cwd=folder)
        return built
    return make


def object_file(*flags):
    def make(program, compiler, folder):
        files = objects(program, compiler, flags, folder)
        call(["ld", "-r", "-o", "all.o", *files], cwd=folder)
        return Built(in_folder("all.o", folder))
    return make


def archive(program, compiler, folder):
    call(["ar", "rcs", "lib.a", *objects(program, compiler, [], folder)], cwd=folder)
    return Built(in_folder("lib.a", folder))


def thin_archive(program, compiler, folder):
    call(["ar", "rcsT", "lib.a", *objects(program, compiler, [], folder)], cwd=folder)
    return Built(in_folder("lib.a", folder))


def package(tool, *flags):
    """A .dwp beside the program, the .dwo files removed."""
    def make(program, compiler, folder):
        built = linked("-gsplit-dwarf", *flags)(program, compiler, folder)
        call([tool, "-e", "program", "-o", "program.dwp"], cwd=folder)
        for file in os.listdir(folder):
            if file.endswith(".dwo"):
                os.unlink(in_folder(file, folder))
        return built
    return make


def dwz(*flags):
    def make(program, compiler, folder):
        built = linked(*flags)(program, compiler, folder)
        call(["dwz", "-l", "none", "-L", "none", "program"], cwd=folder)
        return built
    return make


def dwz_alternate(*flags):
    """What two copies of the program share is moved to a file of its own."""
    def make(program, compiler, folder):
        built = linked(*flags)(program, compiler, folder)
        shutil.copy(built.path, in_folder("copy", folder))
        call(["dwz", "-m", "common.debug", "-M", in_folder("common.debug", folder), "program", "copy"], cwd=folder)
        if not os.path.exists(in_folder("common.debug", folder)):
            raise toolchain.CompileError("dwz -m finds nothing to share")
        return built
    return make


def separate_by_link(program, compiler, folder):
    built = linked(link=("-Wl,--build-id=none",))(program, compiler, folder)
    call(["objcopy", "--only-keep-debug", "program", "program.debug"], cwd=folder)
    call(["objcopy", "--strip-debug", "--add-gnu-debuglink=program.debug", "program"], cwd=folder)
    return built


def separate_by_build_id(program, compiler, folder):
    built = linked(link=("-Wl,--build-id=0x0123456789abcdef",))(program, compiler, folder)
    place = in_folder("debug/.build-id/01", folder)
    os.makedirs(place, exist_ok=True)
    call(["objcopy", "--only-keep-debug", "program", os.path.join(place, "23456789abcdef.debug")], cwd=folder)
    call(["objcopy", "--strip-debug", "program"], cwd=folder)
    return Built(built.path, "--debug-dir", in_folder("debug", folder))


def debug_file(program, compiler, folder):
    built = linked()(program, compiler, folder)
    call(["objcopy", "--only-keep-debug", "program", "program.debug"], cwd=folder)
    return Built(built.path + ".debug")


def native(compiler, family):
    """(baseline, encodings) of one C or C++ compiler."""
    def e(name, make, *tools):
        return Encoding("%s-%s" % (family, name), make, compiler, tools)

    result = [e("dwarf%d" % v, linked("-gdwarf-%d" % v)) for v in (2, 3, 4)]
    result += [
        e("type-units-4", linked("-gdwarf-4", "-fdebug-types-section")),
        e("type-units-5", linked("-gdwarf-5", "-fdebug-types-section")),
        e("split-4", linked("-gdwarf-4", "-gsplit-dwarf")),
        e("split-5", linked("-gdwarf-5", "-gsplit-dwarf")),
        e("split-type-units-4", linked("-gdwarf-4", "-gsplit-dwarf", "-fdebug-types-section")),
        e("split-type-units-5", linked("-gdwarf-5", "-gsplit-dwarf", "-fdebug-types-section")),
        e("dwp-4", package("dwp", "-gdwarf-4"), "dwp"),
        e("llvm-dwp-4", package("llvm-dwp-14", "-gdwarf-4"), "llvm-dwp-14"),
        e("zlib", then(["objcopy", "--compress-debug-sections=zlib", "{}"])),
        e("zlib-gnu", then(["objcopy", "--compress-debug-sections=zlib-gnu", "{}"])),
        e("zstd", then(["objcopy", "--compress-debug-sections=zstd", "{}"])),
        e("zlib-object", object_file("-gz=zlib")),
        e("object", object_file()),
        e("archive", archive), e("thin-archive", thin_archive),
        e("debuglink", separate_by_link), e("build-id", separate_by_build_id), e("debug-file", debug_file),
        e("static", linked(link=("-static",))), e("no-pie", linked("-fno-pie", link=("-no-pie",))),
        e("shared", linked("-fPIC", link=("-shared",))),
        e("m32", linked("-m32", link=("-m32",))),
    ]
    if family == "gcc":
        result += [e("dwz", dwz("-gdwarf-5"), "dwz"), e("dwz-4", dwz("-gdwarf-4"), "dwz"),
                   e("dwz-alternate", dwz_alternate("-gdwarf-5"), "dwz"),
                   e("lto", linked("-flto", link=("-flto", "-g"))),
                   e("strict-4", linked("-gdwarf-4", "-gstrict-dwarf"))]
    else:
        # dwz 0.15 takes no .debug_addr, which clang's DWARF 5 has.
        result += [e("dwz-4", dwz("-gdwarf-4"), "dwz"), e("dwz-alternate-4", dwz_alternate("-gdwarf-4"), "dwz"),
                   e("dwarf64-4", linked("-gdwarf-4", "-gdwarf64", link=("-fuse-ld=lld",)), "ld.lld"),
                   e("dwarf64-5", linked("-gdwarf-5", "-gdwarf64", link=("-fuse-ld=lld",)), "ld.lld"),
                   e("simple-template-names", linked("-gsimple-template-names")),
                   e("lto", linked("-flto", link=("-flto", "-fuse-ld=lld")), "ld.lld"),
                   e("llvm-dwp-5", package("llvm-dwp-14", "-gdwarf-5"), "llvm-dwp-14"),   # never ends on gcc's
                   e("thin-lto", linked("-flto=thin", link=("-flto=thin", "-fuse-ld=lld")), "ld.lld"),
                   e("debug-names", linked("-gpubnames"))]
    return e("dwarf5", linked("-gdwarf-5")), [x for x in result if not x.name.endswith("m32") or has_32_bit()]


def has_32_bit():
    return subprocess.run(["gcc", "-m32", "-x", "c", "-", "-o", os.devnull], input="int main(void){return 0;}",
                          text=True, capture_output=True).returncode == 0


# Rust ----------------------------------------------------------------------------------------------------------

def rust(*flags, units=1):
    def make(program, compiler, folder):
        call(["rustc", *toolchain.language_flags(program), "-C", "debuginfo=2", "-C", "codegen-units=%d" % units, *flags,
              "-o", "program", program.source], cwd=folder)
        return Built(in_folder("program", folder))
    return make


def rlib(program, compiler, folder):
    call(["rustc", *toolchain.language_flags(program), "-C", "debuginfo=2", "-C", "codegen-units=1", "--crate-type=rlib",
          "--crate-name", program.name, "-C", "link-dead-code", "-o", "lib.rlib", program.source], cwd=folder)
    return Built(in_folder("lib.rlib", folder))


def rust_then(*steps):
    def make(program, compiler, folder):
        built = rust()(program, compiler, folder)
        for step in steps:
            call([word.replace("{}", "program") for word in step], cwd=folder)
        return built
    return make


def rust_encodings():
    def e(name, make, *tools):
        return Encoding("rustc-" + name, make, "rustc", ("rustc", *tools))
    return e("dwarf4", rust()), [
        e("units-16", rust(units=16)),
        e("dwarf5", rust("-C", "dwarf-version=5")),
        e("split-packed", rust("-C", "split-debuginfo=packed")),
        e("split-unpacked", rust("-C", "split-debuginfo=unpacked")),
        e("split-unpacked-5", rust("-C", "split-debuginfo=unpacked", "-C", "dwarf-version=5")),
        e("rlib", rlib),
        e("zlib", rust_then(["objcopy", "--compress-debug-sections=zlib", "{}"])),
        e("dwz", rust_then(["dwz", "-l", "none", "-L", "none", "{}"]), "dwz"),
    ]


# Everything ----------------------------------------------------------------------------------------------------

def of(program):
    """(baseline, its encodings) for each compiler that takes the program."""
    if program.language == "rs":
        if not toolchain.compiles_with(program, "rustc"):
            yield rust_encodings()
        return
    for compiler in toolchain.COMPILERS[program.language]:
        if not toolchain.compiles_with(program, compiler):
            yield native(compiler, toolchain.FAMILY[compiler])


def foreign(program, target):
    """The program as an object for another machine, in each version of DWARF."""
    def objects_for(*flags):
        def make(program, compiler, folder):
            files = objects(program, compiler, ["--target=" + target, "-ffreestanding", *flags], folder)
            return Built(in_folder(files[0], folder))
        return make

    compiler = {"c": "clang", "cpp": "clang++"}[program.language]
    flags = ("--target=" + target, "-ffreestanding")
    encodings = [("dwarf5", ["-gdwarf-5"]), ("dwarf4", ["-gdwarf-4"]), ("dwarf3", ["-gdwarf-3"])]
    if "64" in target or "s390x" in target:
        encodings.append(("dwarf64", ["-gdwarf-5", "-gdwarf64"]))
    return [Encoding("%s-%s" % (target, name), objects_for(*more), compiler, (compiler,), flags)
            for name, more in encodings]
