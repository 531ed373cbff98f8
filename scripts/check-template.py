#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that docs/integration.md leads to a runtime: makes the crate of its section "The first stake" outside of this repository,
with our pallets by path and version and our lock file, and runs its test.

The manifest is the block of TOML, but for the repository that it names: that is this checkout. The code is all of the blocks of
Rust, in their order.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def section():
    page = (ROOT / "docs/integration.md").read_text(encoding="utf-8")
    return page.split("\n## The first stake\n")[1].split("\n## ")[0]


def by_path(manifest):
    """The manifest with the pallet of this checkout instead of that of a repository."""
    pallet = f'path = "{ROOT}/pallets/staking"'
    changed, count = re.subn(r'git = "[^"]+"', pallet, manifest)
    assert count == 1, "the manifest names one repository"
    return re.sub(r', rev = "[^"]+"', "", changed)


def main():
    blocks = BLOCK.findall(section())
    [manifest] = [code for language, code in blocks if language == "toml"]
    rust = [code for language, code in blocks if language == "rust"]
    with tempfile.TemporaryDirectory(prefix="bulwark-template-") as folder:
        crate = Path(folder)
        (crate / "src").mkdir()
        (crate / "Cargo.toml").write_text(by_path(manifest), encoding="utf-8")
        (crate / "src/lib.rs").write_text("\n".join(rust), encoding="utf-8")
        shutil.copy(ROOT / "Cargo.lock", crate)
        print(f"{len(rust)} blocks of Rust, {sum(code.count(chr(10)) for code in rust)} lines")
        sys.exit(subprocess.run(["cargo", "test", "--offline", "--quiet"], cwd=crate).returncode)


if __name__ == "__main__":
    main()
