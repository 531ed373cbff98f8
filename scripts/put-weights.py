#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts weights that were measured by themselves in their place among others: put-weights.py MEASURED.rs WEIGHTS.rs

Both are as the template makes them: a function stands in the implementation for a runtime, and once more in that for tests.
"""

import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"(?:\t/// [^\n]*\n)*\tfn (\w+)\([^)]*\) -> Weight \{\n.*?\n\t\}", re.S)


def functions(text):
    """The texts of each function, in their order."""
    found = {}
    for function in FUNCTION.finditer(text):
        found.setdefault(function[1], []).append(function[0])
    return found


def main():
    measured, target = map(Path, sys.argv[1:])
    text, new = target.read_text(encoding="utf-8"), functions(measured.read_text(encoding="utf-8"))
    old = functions(text)
    for name, texts in new.items():
        if len(old.get(name, [])) != len(texts):
            sys.exit(f"{target} has {name} {len(old.get(name, []))} times, and not {len(texts)} times")
        for before, after in zip(old[name], texts):
            text = text.replace(before, after, 1)
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
