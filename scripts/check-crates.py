#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each crate that may be published is as a registry and its readers expect.

- It has a description, keywords, categories, a README, settings for docs.rs, and the text of the licence.
- Its code depends on no exact version, so that whoever builds a runtime chooses the point release of the SDK. Tests may:
  a registry takes no notice of what they use.
- Its README leads out of the crate only by absolute links: others lead nowhere in a registry.
- If it is a pallet, the table "Configuration" of its README has a row for each item of `Config`, in the same order, and no
  other.

Prints what is missing.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = ["description", "keywords", "categories", "readme", "license", "repository", "rust_version"]

LINK = re.compile(r"\]\(([^()\s#]+)[^()\s]*\)")
CONFIG = re.compile(r"^(\t*)pub trait Config\b.*?^\1\}", re.M | re.S)
ITEM = re.compile(r"^\s*(?:type|const) (\w+)", re.M)
TABLE = re.compile(r"^# Configuration\n(.*?)(?=^# |\Z)", re.M | re.S)
ROW = re.compile(r"^\| `(\w+)` \|", re.M)


def published():
    """The crates of the workspace that may be published."""
    command = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    data = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    return [package for package in data["packages"] if package["publish"] != []]


def problems_of_manifest(package):
    for field in WANTED:
        if not package[field]:
            yield f"no {field.replace('_', '-')}"
    if "docs" not in (package["metadata"] or {}):
        yield "no settings for docs.rs"
    for dependency in package["dependencies"]:
        if dependency["kind"] != "dev" and not dependency["req"].startswith("^"):
            yield f"the requirement on {dependency['name']} is {dependency['req']}"


def problems_of_files(folder):
    licence = folder / "LICENSE"
    if not licence.exists() or licence.read_bytes() != (ROOT / "LICENSE").read_bytes():
        yield "LICENSE is not that of the repository"
    for link in LINK.findall((folder / "README.md").read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", link) and not (folder / link).resolve().is_relative_to(folder):
            yield f"the link {link} leaves the crate"


def config_items(folder):
    """The items of a pallet's `Config`, in their order; none if the crate is no pallet."""
    for source in sorted((folder / "src").glob("*.rs")):
        if source.name == "benchmarking.rs":
            continue  # a `Config` of benchmarks alone
        found = CONFIG.search(source.read_text(encoding="utf-8"))
        if found:
            return ITEM.findall(found[0])
    return []


def problems_of_table(name, folder):
    table = TABLE.search((folder / "README.md").read_text(encoding="utf-8"))
    items, rows = config_items(folder), ROW.findall(table[1]) if table else []
    if name.startswith("pallet-") and not items:
        yield "no Config was found"
    for item in items:
        if rows.count(item) != 1:
            yield f"the README has {rows.count(item)} rows for {item} of Config"
    for row in rows:
        if row not in items:
            yield f"the README has a row for {row}, which Config has not"
    if sorted(rows) == sorted(items) and rows != items:
        yield "the README has the items of Config in another order"


def problems(package):
    folder = Path(package["manifest_path"]).parent
    yield from problems_of_manifest(package)
    if package["readme"]:
        yield from problems_of_files(folder)
        yield from problems_of_table(package["name"], folder)


def main():
    crates = published()
    found = [f"{crate['name']}: {problem}" for crate in crates for problem in problems(crate)]
    print("\n".join(found) or f"{len(crates)} crates, nothing missing")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
