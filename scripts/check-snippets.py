#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the code which docs/ shows is code that compiles.

A block of code after the line `<!-- from runtime/src/lib.rs -->` is part of that file, line by line, but for how far all of
it is indented. Rust without such a line is nowhere compiled.

Prints the blocks that are no part of their file, and how many of Rust name none.
"""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^<!-- from (\S+) -->\n+```\w+\n(.*?)^```$", re.M | re.S)
RUST = re.compile(r"^```rust$", re.M)
NAMED = re.compile(r"^<!-- from \S+ -->\n+```rust$", re.M)


def lines(text):
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def is_part(block, source):
    """True if some lines of the source, equally indented, are the block."""
    block, source = lines(textwrap.dedent(block)), lines(source)
    windows = (source[at : at + len(block)] for at in range(len(source) - len(block) + 1))
    return any(lines(textwrap.dedent("\n".join(window))) == block for window in windows)


def problems(page):
    text = page.read_text(encoding="utf-8")
    unnamed = len(RUST.findall(text)) - len(NAMED.findall(text))
    if unnamed:
        yield f"{page.name}: {unnamed} blocks of Rust do not say which file they are from"
    for file, block in BLOCK.findall(text):
        first = block.strip().split("\n")[0]
        if not is_part(block, (ROOT / file).read_text(encoding="utf-8")):
            yield f"{page.name}: the block that begins with {first} is no part of {file}"


def main():
    pages = sorted((ROOT / "docs").glob("*.md"))
    found = [problem for page in pages for problem in problems(page)]
    print("\n".join(found) or f"{len(pages)} pages, all code that they take from a file is there")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
