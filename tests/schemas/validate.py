"""Validates documents against our JSON Schemas with the jsonschema package and its default settings.

    python3 tests/schemas/validate.py FOLDER

Checks every `<kind>.schema.json` of the folder, then every document `<name>.<kind>.json` against the
schema of its kind. Exits with 1 if there is a fault, or nothing to check.
"""

import json
import pathlib
import sys

from jsonschema.exceptions import SchemaError
from jsonschema.validators import validator_for


def load(path: pathlib.Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def schema_faults(schema: object) -> list[str]:
    """The fault of a schema itself, if it has one."""
    try:
        validator_for(schema).check_schema(schema)
    except SchemaError as fault:
        return [fault.message]
    return []


def document_faults(schema: object, document: object) -> list[str]:
    """Every fault of a document, with the JSON pointer to the value."""
    found = validator_for(schema)(schema).iter_errors(document)
    return [f"/{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


def main(folder: pathlib.Path) -> int:
    schemas = {path.name.split(".")[0]: load(path) for path in sorted(folder.glob("*.schema.json"))}
    checked = {f"{kind}.schema.json": schema_faults(schema) for kind, schema in schemas.items()}
    for path in sorted(folder.glob("*.json")):
        kind = path.name.split(".")[-2]
        if kind == "schema":
            continue
        if kind in schemas:
            checked[path.name] = document_faults(schemas[kind], load(path))
        else:
            checked[path.name] = ["there is no schema of this kind"]
    failed = {name: faults for name, faults in checked.items() if faults}
    for name, faults in failed.items():
        print(f"{name}: {'; '.join(faults[:5])}", file=sys.stderr)
    passed = len(checked) - len(failed)
    print(f"test result: jsonschema. {passed} passed; {len(failed)} failed")
    return int(bool(failed) or passed == 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
