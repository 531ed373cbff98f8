#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that what the documentation refers to exists.

In the README, the other pages at the root, docs/ and the READMEs of the folders:

- a relative link leads to a file or folder, and its #anchor to a heading of that page; so does an absolute one into
  the repository, by which the READMEs of published crates lead out of them;
- a link into a file of tests names a test of that file: a function in Rust, a title in JavaScript;
- `file.rs::name` names a function, type, constant or module of that file;
- a name in code quotes, such as `delegate` or `MaxPools`, is written somewhere in the sources; one of
  the genesis, such as `globalMinSelfStake`, as `global_min_self_stake`.

Prints what does not exist.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["benchmark", "node", "pallets", "runtime", "scripts", "testing"]
SOURCE_TYPES = {".rs", ".toml", ".mjs", ".json", ".py", ".sh", ".hbs"}
SKIPPED = {"node_modules", "target", "logs"}
# Names of the SDK and of its tools that our sources do not write, and of no function in particular.
FOREIGN = {"ApplyExtrinsic", "CARGO_INCREMENTAL", "LimitReached", "VersionedMigration", "do_verb"}

LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+)\)")
PATH_OF_ITEM = re.compile(r"`?([\w./-]+\.rs)::(\w+)`?")
CODE = re.compile(r"`([^`\n]+)`")
# A call or a type, with or without its path, arguments or supertrait.
NAMES = re.compile(r"(\w+(?:::\w+)*)(?:\([^()]*\)|: \w+)?")
NAME = re.compile(r"[A-Za-z_]\w+")
IDENTIFIER = re.compile(r"[a-z]+(_[a-z0-9]+)+")
WORD = re.compile(r"\w+")
REPOSITORY = re.search(r'^repository = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
IN_REPOSITORY = re.compile(re.escape(REPOSITORY) + r"/(?:blob|tree)/main/")


def is_ours(path):
    return not SKIPPED & set(path.relative_to(ROOT).parts)


def pages():
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))
    for folder in SOURCES:
        yield from sorted(filter(is_ours, (ROOT / folder).rglob("*.md")))


def words():
    """Every word of the sources."""
    found = set()
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in SOURCE_TYPES and path.is_file() and is_ours(path):
                if path != Path(__file__).resolve() and not path.name.endswith("lock.json"):
                    found.update(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def without_blocks(text):
    """The text, with the lines of code blocks empty."""
    block = re.compile(r"^```.*?^```", re.M | re.S)
    return block.sub(lambda found: "\n" * found[0].count("\n"), text)


def anchors(page):
    text = without_blocks(page.read_text(encoding="utf-8"))
    for heading in re.findall(r"^#+ +(.*)$", text, re.M):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def has_item(source, name):
    kinds = "fn|struct|enum|trait|type|const|static|mod"
    return re.search(rf"\b({kinds}) {name}\b", source.read_text(encoding="utf-8"))


def has_title(source, title):
    return re.search(rf"['\"`]{re.escape(title)}['\"`]", source.read_text(encoding="utf-8"))


def is_known(name, known):
    in_rust = re.sub(r"(?<=[a-z])[A-Z]", lambda letter: "_" + letter[0].lower(), name)
    return name in known or in_rust in known


def problem_of_link(page, text, link):
    """Says what is wrong with a link, if anything is."""
    place, _, anchor = link.partition("#")
    path, is_absolute = IN_REPOSITORY.subn("", place, count=1)
    target = ((ROOT if is_absolute else page.parent) / path).resolve() if place else page
    if not target.exists():
        return f"{link} does not exist"
    if anchor and target.suffix == ".md" and anchor not in anchors(target):
        return f"{place or page.name} has no heading #{anchor}"
    if target.suffix == ".rs" and IDENTIFIER.fullmatch(text) and not has_item(target, text):
        return f"{place} has no test {text}"
    if target.name.endswith(".test.mjs") and not has_title(target, text):
        return f"{place} has no test '{text}'"
    return None


def problems_of_line(page, line, known):
    for text, link in LINK.findall(line):
        if not re.match(r"[a-z]+:", link) or IN_REPOSITORY.match(link):
            problem = problem_of_link(page, text, link)
            if problem:
                yield problem
    for place, name in PATH_OF_ITEM.findall(line):
        sources = [path for path in (page.parent / place, ROOT / place) if path.exists()]
        if not sources:
            yield f"{place} does not exist"
        elif not has_item(sources[0], name):
            yield f"{place} has no {name}"
    for code in CODE.findall(line):
        path = NAMES.fullmatch(code)
        for name in path[1].split("::") if path else []:
            if NAME.fullmatch(name) and not is_known(name, known):
                yield f"{name} is not in the sources"


def problems_of_page(page, known):
    text = without_blocks(page.read_text(encoding="utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        for problem in problems_of_line(page, line, known):
            yield f"{page.relative_to(ROOT)}:{number}: {problem}"


def main():
    known = words() | FOREIGN
    checked = list(pages())
    problems = [problem for page in checked for problem in problems_of_page(page, known)]
    print("\n".join(problems) or f"{len(checked)} pages, nothing missing")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
