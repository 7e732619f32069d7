#!/usr/bin/env python3
"""make.py [--check]: write the case files of this folder, or compare them with what the formulas give now."""
import importlib
import math
import sys

from reference import HERE


def same(text, wanted):
    if text == wanted:
        return True
    rows, want = text.splitlines(), wanted.splitlines()
    if len(rows) != len(want):
        return False
    for row, other in zip(rows, want):
        if row == other:
            continue
        if row.startswith("#") or other.startswith("#"):
            return False
        for a, b in zip(row.split(","), other.split(",")):
            a, b = float(a), float(b)
            # Another libm may differ in the last digits.
            if math.isnan(a) != math.isnan(b) or abs(a - b) > 1e-11 * max(1, abs(b)):
                return False
    return True


def main():
    is_check = sys.argv[1:] == ["--check"]
    wrong, files = [], {}
    for path in sorted(HERE.glob("make_*.py")):
        module = importlib.import_module(path.stem)
        for case in module.cases():
            name = f"{case.indicator}.csv"
            head = f"# {path.name}: {module.__doc__.splitlines()[0]}\n"
            files[name] = files.get(name, head) + case.text()
    for name, text in files.items():
        path = HERE / name
        before = path.read_text() if path.exists() else ""
        if same(text, before):
            continue
        wrong.append(name)
        if not is_check:
            path.write_text(text)
            print(f"wrote {name}")
    for path in sorted(HERE.glob("*.csv")):
        if path.name not in files:
            wrong.append(f"{path.name}, which no make_*.py writes")
    if is_check:
        print(f"{'not ok' if wrong else 'ok'} 1 - golden_files_are_what_the_formulas_give"
              f"{': ' + ', '.join(wrong) if wrong else ''}\n1..1")
    return 1 if is_check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
