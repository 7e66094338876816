"""Reads the records of an estate and prints one HTML page: a table of all assets by owner."""
import collections
import glob
import json
import os
import sys

import jinja2

folder = sys.argv[1]
PAGE = """<!doctype html><title>Assets</title>{% for owner, rows in owners %}<h2>{{ owner }}</h2><table>
{% for row in rows %}<tr><td>{{ row.id }}<td>{{ row.name }}<td>{{ row.status }}<td>{{ row.purpose }}</tr>
{% endfor %}</table>{% endfor %}"""
by_owner = collections.defaultdict(list)
for path in sorted(glob.glob(os.path.join(folder, "**", "*.ndjson"), recursive=True)):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for owner in record.get("owner", []):
                by_owner[owner].append(record)
template = jinja2.Environment(autoescape=True).from_string(PAGE)
sys.stdout.write(template.render(owners=sorted(by_owner.items())))
