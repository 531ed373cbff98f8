#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the proof sizes that the generated weights declare: check-weights.py [--write] [WEIGHTS.rs...]

The benchmark tool declares the largest part of a proof: what is read under one prefix, at the largest size of its values.
What is declared has to be the sum of the parts, or what was measured if that is more: the trie's nodes are in it, which a
small state shares less. With --write, as `scripts/benchmark.sh` calls it, the files are made so.

The parts are in the comments that the tool writes: reads at the largest sizes, and what each adds. Where reads grow with a
size, a prefix that is read as often as the size says, or a multiple of it, grows with it. If that does not add up to the
slope of all reads, or reads grow with several sizes, every size is charged what the largest costs.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FUNCTION = re.compile(r"((?:\t/// [^\n]*\n)*)\tfn (\w+)\(([^)]*)\) -> Weight \{\n(.*?)\n\t\}", re.S)
READS = re.compile(r"Storage: `(\S+)` \(r:(\d+) w:\d+\)")
ADDED = re.compile(r"Proof: `(\S+)` \(.*added: (\d+)")
RANGE = re.compile(r"component `(\w+)` is `\[\d+, (\d+)\]`")
MEASURED = re.compile(r"Measured:\s+`(\d+)(.*)`")
SLOPE = re.compile(r"\+ (\w+) \* \((\d+)")
READ_SLOPE = re.compile(r"reads\(\((\d+)_u64\)\.saturating_mul\((\w+)\.into")
DECLARED = re.compile(r"\t\t//  Declared:.*\n")
BASE = re.compile(r"(Weight::from_parts\([\d_]+, )\d+\)")
PART = re.compile(r"\n\t\t\t\.saturating_add\(Weight::from_parts\(0, \d+\)\.saturating_mul\(\w+\.into\(\)\)\)")


def measured(body):
    """Base and slopes of what the tool measured."""
    found = MEASURED.search(body)
    return int(found[1]), {name: int(slope) for name, slope in SLOPE.findall(found[2])}


def parts(comments):
    """Reads and bytes of each prefix, at the largest sizes."""
    added = dict(ADDED.findall(comments))
    return [(int(reads), int(added[name])) for name, reads in READS.findall(comments) if name in added]


def sum_of_parts(comments, body):
    """Base and slopes of the sum of the parts."""
    all_parts = parts(comments)
    highest = {name: int(high) for name, high in RANGE.findall(comments)}
    growing = {name: int(slope) for slope, name in READ_SLOPE.findall(body)}
    total = sum(reads * size for reads, size in all_parts)
    if len(growing) != 1:
        return total, {}
    [(name, slope)] = growing.items()
    times = [(reads // highest[name], size) for reads, size in all_parts]
    if sum(count for count, _ in times) != slope:
        return total, {}
    of_each = sum(count * size for count, size in times)
    return total - of_each * highest[name], {name: of_each}


def to_declare(comments, body):
    """Base and slopes to declare, and the reason."""
    highest = {name: int(high) for name, high in RANGE.findall(comments)}
    base, slopes = measured(body)
    sum_base, sum_slopes = sum_of_parts(comments, body)
    at_most = lambda base, slopes: base + sum(slope * highest[name] for name, slope in slopes.items())
    is_sum = at_most(sum_base, sum_slopes) >= at_most(base, slopes)
    names = sorted(slopes.keys() | sum_slopes.keys())
    each = {name: max(slopes.get(name, 0), sum_slopes.get(name, 0)) for name in names}
    return max(base, sum_base), each, "the sum" if is_sum else "as measured"


def with_proof(body, base, slopes):
    """The body of a function, with another proof."""
    body = BASE.sub(rf"\g<1>{base})", PART.sub("", body), count=1)
    for name, slope in slopes.items():
        body += f"\n\t\t\t.saturating_add(Weight::from_parts(0, {slope}).saturating_mul({name}.into()))"
    return body


def corrected(text):
    """The file as it has to be."""
    proofs = {}

    def in_function(found):
        comments, name, arguments, body = found.groups()
        if "Measured:" in body:
            base, slopes, reason = proofs[name] = to_declare(comments, body)
            terms = "".join(f" + {size} * {slope}" for size, slope in slopes.items())
            body = DECLARED.sub(f"\t\t//  Declared: `{base}{terms}`, {reason}\n", body)
        if name not in proofs:
            return found[0]  # declared by hand, until it is measured
        base, slopes, _ = proofs[name]
        return f"{comments}\tfn {name}({arguments}) -> Weight {{\n{with_proof(body, base, slopes)}\n\t}}"

    return FUNCTION.sub(in_function, text)


def main():
    arguments = sys.argv[1:]
    is_writing = "--write" in arguments
    paths = [Path(path) for path in arguments if path != "--write"]
    wrong = []
    for path in paths or sorted(ROOT.glob("*/*/src/weights.rs")):
        text = path.read_text(encoding="utf-8")
        right = corrected(text)
        if right == text:
            continue
        if is_writing:
            path.write_text(right, encoding="utf-8")
        else:
            wrong.append(path)
    for path in wrong:
        print(f"{path}: a proof that is declared is not what its parts and its measurement say: --write")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
