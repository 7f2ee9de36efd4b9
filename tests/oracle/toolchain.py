"""The tools that are installed, and the programs of tests/programs compiled with them."""
import collections
import os
import re
import shutil
import subprocess

PROGRAMS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "programs")
COMPILERS = {"c": ("gcc", "clang"), "cpp": ("g++", "clang++"), "rs": ("rustc",)}
FAMILY = {"gcc": "gcc", "g++": "gcc", "clang": "clang", "clang++": "clang", "rustc": "rustc"}

Program = collections.namedtuple("Program", "name source language flags excluded needs extra")


def have(tool):
    return shutil.which(tool) is not None


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def rustc_version(rustc="rustc"):
    match = re.search(r"rustc (\d+)\.(\d+)", output_of(rustc, "--version")) if have(rustc) else None
    return (int(match[1]), int(match[2])) if match else None


def programs(pattern=""):
    """Every program with what its head comment asks for: `flags:`, `not: COMPILER`, `needs: rustc 1.89`, and
    `with: FILE`, a second unit."""
    result = []
    for file in sorted(os.listdir(PROGRAMS)):
        name, _, language = file.rpartition(".")
        if language not in COMPILERS or not re.search(pattern, name):
            continue
        path = os.path.join(PROGRAMS, file)
        with open(path) as source:
            head = source.read(400)
        said = dict(re.findall(r"^//!? (flags|not|needs|with): (.*)$", head, re.M))
        needs = re.match(r"rustc (\d+)\.(\d+)", said.get("needs", ""))
        result.append(Program(name, path, language, said.get("flags", "").split(), said.get("not", "").split(),
                              (int(needs[1]), int(needs[2])) if needs else None, said.get("with")))
    return result


def compiles_with(program, compiler):
    """None, or the reason why this program is left out with this compiler."""
    if not have(compiler):
        return "%s is not installed" % compiler
    if FAMILY[compiler] in program.excluded:
        return "the program is not for %s" % compiler
    if compiler == "rustc" and program.needs and (rustc_version() or (0, 0)) < program.needs:
        return "needs rustc %d.%d" % program.needs
    return None


def language_flags(program):
    if program.language == "cpp" and not any(f.startswith("-std=") for f in program.flags):
        return ["-std=c++17", *program.flags]
    if program.language == "rs":
        return ["--edition", "2021", "-A", "warnings", *program.flags]
    return list(program.flags)


class CompileError(RuntimeError):
    pass


def call(command, cwd=None):
    try:
        run = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)
    except subprocess.TimeoutExpired:
        raise CompileError("%s takes longer than two minutes" % " ".join(command))
    if run.returncode:
        raise CompileError("%s: %s" % (" ".join(command), run.stderr.strip()[-800:]))
    return run.stdout


def sources(program):
    """The program's files as compiler arguments, its second unit included."""
    if not program.extra:
        return [program.source]
    language = {"c": "c", "cpp": "c++"}[program.language]
    return [program.source, "-x", language, os.path.join(PROGRAMS, program.extra)]


def compile_c(program, compiler, flags, output, cwd=None):
    call([compiler, *language_flags(program), "-w", *flags, "-o", output, *sources(program), "-lpthread"], cwd)
    return output


def compile_rust(program, flags, output, cwd=None):
    call(["rustc", *language_flags(program), "-C", "debuginfo=2", *flags, "-o", output, program.source], cwd)
    return output


def variants_of_build(program, every=False):
    """(label, compile function) of each way a program is built for the oracles: without `every` once a compiler.
    clang leaves out types that it takes to be described elsewhere unless told not to."""
    if program.language == "rs":
        yield "rustc-dwarf4-O0", lambda out: compile_rust(program, ["-C", "opt-level=0"], out)
        if not every:
            return
        yield "rustc-dwarf4-O2", lambda out: compile_rust(program, ["-C", "opt-level=2"], out)
        if (rustc_version() or (0, 0)) >= (1, 88):
            yield "rustc-dwarf5-O0", lambda out: compile_rust(program, ["-C", "opt-level=0", "-C", "dwarf-version=5"], out)
        return
    for compiler in COMPILERS[program.language]:
        if compiles_with(program, compiler):
            continue
        whole = ["-fstandalone-debug"] if FAMILY[compiler] == "clang" else []
        for version in (4, 5) if every else (5,):
            for level in ("-O0", "-O2") if every else ("-O0",):
                flags = ["-g", "-gdwarf-%d" % version, level, *whole]
                yield ("%s-dwarf%d%s" % (FAMILY[compiler], version, level),
                       lambda out, compiler=compiler, flags=flags: compile_c(program, compiler, flags, out))
