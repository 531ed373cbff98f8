#!/usr/bin/env python3
"""Checks that each crate of the workspace passes the features of FRAME on to its dependencies.

A crate that has `std`, `runtime-benchmarks` or `try-runtime` must pass it on to every dependency that has it too,
and a library whose dependencies have `std` must have it itself. Prints the lines that are missing.
"""

import json
import subprocess
import sys

FEATURES = ["std", "runtime-benchmarks", "try-runtime"]


def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def has_target(package, kind):
    return any(kind in target["kind"] for target in package["targets"])


def dependencies(package, node, packages):
    """(name in the manifest, package) of each normal dependency that ends up in the built code."""
    resolved = {packages[dep["pkg"]]["name"]: packages[dep["pkg"]] for dep in node["deps"]}
    for dep in package["dependencies"]:
        found = resolved.get(dep["name"])
        if dep["kind"] is None and found and not has_target(found, "proc-macro"):
            yield dep["rename"] or dep["name"], dep["optional"], found


def missing(package, deps):
    for feature in FEATURES:
        having = [(name, optional) for name, optional, dep in deps if feature in dep["features"]]
        passed_on = package["features"].get(feature)
        if passed_on is None:
            if feature == "std" and having and has_target(package, "lib"):
                yield 'there is no feature "std"'
            continue
        for name, optional in having:
            line = f"{name}?/{feature}" if optional else f"{name}/{feature}"
            # Without the question mark the feature also turns the dependency on: that may be meant.
            if line not in passed_on and f"{name}/{feature}" not in passed_on:
                yield f'"{line}" is missing in feature "{feature}"'


def main():
    data = metadata()
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    problems = [
        f"{package['name']}: {problem}"
        for package in (packages[member] for member in data["workspace_members"])
        for problem in missing(package, list(dependencies(package, nodes[package["id"]], packages)))
    ]
    print("\n".join(sorted(set(problems))) or f"{len(data['workspace_members'])} crates, nothing missing")
    sys.exit(bool(problems))


main()
