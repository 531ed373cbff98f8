#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that docs/invariants.md lists what `try_state` checks, each with the test that breaks it.

The sentences stand in the sources alone: each is the message of a check, in a function of an invariant (`try_…`, `check_…`)
of a pallet, and the test that breaks the check expects the message. The tables of the pallets come of these: a comment
`<!-- pallets/… -->` stands before each.

    scripts/check-invariants.py           prints what is missing
    scripts/check-invariants.py --write   writes the tables
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "invariants.md"
# Checks of what every pallet has: they stand in a table of their own. And what cannot be.
ELSEWHERE = {"I11: everything that is stored decodes", "a sum overflows", "try-runtime"}

FUNCTION = re.compile(r"^(\t*)(?:pub(?:\([a-z]+\))? )?fn (\w+)", re.M)
CHECK = re.compile(r"(try|check)_\w+|do_try_state")
MESSAGE = re.compile(r'"([^"]*)"')
NUMBERED = re.compile(r"(?:(I\d+): )?(.*)", re.S)
TABLE = re.compile(r"<!-- (pallets/[\w-]+) -->\n\n((?:\|.*\n)*)")
HEAD = "| id | invariant | checked by | broken by |\n|---|---|---|---|\n"


def sources(folder):
    """The sources in a folder, a module before those in it."""
    return sorted(folder.rglob("*.rs"), key=lambda path: path.with_suffix(""))


def functions(path):
    """The functions of a source with their bodies, in their order."""
    text = path.read_text(encoding="utf-8")
    for found in FUNCTION.finditer(text):
        end = re.compile(rf"^{found[1]}\}}", re.M).search(text, found.end())
        yield found[2], text[found.start() : end.end() if end else len(text)]


def checks(pallet):
    """The messages of a pallet's checks, each with its function."""
    found = {}
    for path in sources(pallet / "src"):
        is_code = not {"tests", "mock"} & set(path.relative_to(pallet).parts)
        if is_code and "TryRuntimeError" in path.read_text(encoding="utf-8"):
            for name, body in functions(path):
                if CHECK.fullmatch(name):
                    for message in MESSAGE.findall(body):
                        found.setdefault(message, name)
    return {message: name for message, name in found.items() if message not in ELSEWHERE}


def tests(pallet):
    """The tests of a pallet, each with its body."""
    for path in sources(pallet / "src" / "tests"):
        tested = set(re.findall(r"#\[test\]\n\s*fn (\w+)", path.read_text(encoding="utf-8")))
        for name, body in functions(path):
            if name in tested:
                yield path, name, body


def table(pallet, problems):
    rows = []
    known = list(tests(pallet))
    for message, function in checks(pallet).items():
        breaking = [(path, name) for path, name, body in known if f'"{message}"' in body]
        if not breaking:
            problems.append(f"{pallet.relative_to(ROOT)}: no test breaks '{message}'")
            continue
        path, name = breaking[0]
        number, sentence = NUMBERED.match(message).groups()
        test = f"[{name}](../{path.relative_to(ROOT)})"
        rows.append(f"| {number or '–'} | {sentence} | `{function}` | {test} |\n")
    return HEAD + "".join(rows)


def main():
    problems = []
    before = PAGE.read_text(encoding="utf-8")

    def fresh(found):
        return f"<!-- {found[1]} -->\n\n{table(ROOT / found[1], problems)}"

    after = TABLE.sub(fresh, before)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(after, encoding="utf-8")
    elif after != before:
        problems.append("docs/invariants.md is not what scripts/check-invariants.py --write makes of it")
    print("\n".join(problems) or f"{after.count('(../pallets/')} invariants and tests, nothing missing")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
