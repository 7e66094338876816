"""Validates JSON documents against a JSON Schema with the jsonschema package and its default settings.

    python3 tests/schemas/validate.py SCHEMA [DOCUMENT ...]

Checks the schema itself, then each document. Prints one line a fault; exits with 1 if there is any.
"""

import json
import pathlib
import sys

from jsonschema.exceptions import SchemaError
from jsonschema.validators import validator_for


def load(path: str) -> object:
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def faults(schema: object, document: object) -> list[str]:
    """Every fault of a document, with the JSON pointer to the value."""
    found = validator_for(schema)(schema).iter_errors(document)
    return [f"/{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


def main(schema_path: str, *documents: str) -> int:
    schema = load(schema_path)
    try:
        validator_for(schema).check_schema(schema)
    except SchemaError as fault:
        print(f"{schema_path}: {fault.message}")
        return 1
    failed = False
    for path in documents:
        for fault in faults(schema, load(path)):
            print(f"{path}: {fault}")
            failed = True
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
