#!/usr/bin/env python3
"""Writes the operator schemas of the ONNX specification as one resource of the runtime.

    tools/schemas/generate.py PATH-TO-ONNX/docs > runtime/src/main/resources/io/sardonyx/runtime/registry/onnx-schemas.txt

Reads Changelog.md and Changelog-ml.md, the parts of the specification that describe every version of
every operator. The format is one record of lines an operator version:

    types ID TYPE...                  a set of types, referred to by its number
    op DOMAIN NAME VERSION [deprecated]
    arity MIN-INPUTS MAX-INPUTS MIN-OUTPUTS MAX-OUTPUTS     (-1: any number)
    in NAME TYPE-OR-CONSTRAINT [optional] [variadic] [heterogeneous]
    out ...                           likewise
    attr NAME KIND required | optional | default VALUE
    where CONSTRAINT ID               types that a constraint allows
"""
import html
import re
import sys

# The documents round defaults to five decimal places, and one is misspelt. These are the exact ones,
# as the attributes' own descriptions state them.
EXACT_DEFAULTS = {
    ("Selu", "6", "alpha"): "1.67326319217681884765625",
    ("Selu", "6", "gamma"): "1.05070102214813232421875",
    ("Selu", "22", "alpha"): "1.67326319217681884765625",
    ("Selu", "22", "gamma"): "1.05070102214813232421875",
    ("Clip", "6", "min"): "-3.4028234663852886e+38",
    ("Clip", "6", "max"): "3.4028234663852886e+38",
    ("GRU", "1", "direction"): "forward",
    ("Adam", "1", "epsilon"): "1e-06",
    ("Adagrad", "1", "epsilon"): "1e-06",
}

KINDS = {
    "int": "int", "float": "float", "string": "string", "tensor": "tensor", "graph": "graph",
    "sparse_tensor": "sparse_tensor", "type_proto": "type", "list of ints": "ints",
    "list of floats": "floats", "list of strings": "strings", "list of tensors": "tensors",
    "list of graphs": "graphs", "list of type_protos": "types",
}


class Types:
    def __init__(self):
        self.ids = {}

    def id(self, types):
        key = tuple(sorted(set(types)))
        return self.ids.setdefault(key, len(self.ids))


def section(body, title):
    """The lines below '#### title', and the numbers in its parentheses."""
    m = re.search(r"^#### %s(?: \((\d+) - (\d+|&#8734;)\))?\n(.*?)(?=^#### |\Z)" % title, body, re.M | re.S)
    if not m:
        return "", None
    bounds = (int(m.group(1)), -1 if m.group(2) == "&#8734;" else int(m.group(2))) if m.group(1) else None
    return m.group(3), bounds


def entries(text):
    text = re.sub(r"map\((\w+), ", r"map(\1,", text)
    return re.findall(r"<dt><tt>([^<]+)</tt>(?: \(([^)]*)\))? : (.*?)</dt>", text)


def values(direction, text, bounds, lines):
    found = entries(text)
    for name, marks, type_text in found:
        marks = [w for w in ("optional", "variadic", "heterogeneous") if marks and w in marks.split(", ")]
        lines.append(" ".join([direction, name, type_text.replace(", ", "|").strip()] + marks))
    return bounds or (len(found), len(found))


def attribute(op, version, name, text):
    m = re.fullmatch(r"([a-z_ ]+?)(?: \((required|default is .*)\))?", text.strip(), re.S)
    kind, rest = KINDS[m.group(1).strip()], m.group(2)
    if rest is None:
        return "attr %s %s optional" % (name, kind)
    if rest == "required":
        return "attr %s %s required" % (name, kind)
    default = html.unescape(rest[len("default is "):])
    default = EXACT_DEFAULTS.get((op, version, name), default)
    if kind.endswith("s") and default.startswith("["):
        default = default[1:-1].replace("'", "").replace(", ", ",")
    return "attr %s %s default %s" % (name, kind, default)


def operator(domain, name, version, deprecated, body, types, previous):
    head = "op %s %s %s%s" % (domain, name, version, " deprecated" if deprecated else "")
    if deprecated and not section(body, "Outputs")[0]:   # described by its last living version, if any
        return [head] + previous.get((domain, name), [head, "arity 0 -1 0 -1"])[1:]
    lines = []
    inputs = values("in", *section(body, "Inputs"), lines)
    outputs = values("out", *section(body, "Outputs"), lines)
    lines = [head, "arity %d %d %d %d" % (*inputs, *outputs)] + lines
    for attr, _, text in entries(section(body, "Attributes")[0]):
        lines.append(attribute(name, version, attr, text))
    for constraint, _, text in entries(section(body, "Type Constraints")[0]):
        lines.append("where %s %d" % (constraint, types.id(text.strip().split(", "))))
    return lines


def main():
    docs, types, lines, previous = sys.argv[1], Types(), [], {}
    for file in ("Changelog.md", "Changelog-ml.md"):
        domain = None
        text = open("%s/%s" % (docs, file), encoding="utf-8").read()
        for part in re.split(r"(?=^# |^### )", text, flags=re.M):
            m = re.match(r"# ([a-z.]+)", part)
            if m:
                domain = m.group(1)
            m = re.match(r'### <a name="[^"]*"></a>\*\*(?:[a-z.]+\.)?([A-Za-z0-9]+)-(\d+)\*\*( \(deprecated\))?', part)
            if m:
                name = m.group(1)
                previous[domain, name] = operator(domain, name, m.group(2), m.group(3), part, types, previous)
                lines += previous[domain, name]
    print("# Generated by tools/schemas/generate.py from the ONNX operator specification. Do not edit.")
    for key, number in types.ids.items():
        print("types %d %s" % (number, " ".join(key)))
    print("\n".join(lines))


main()
