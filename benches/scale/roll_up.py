"""Counts the findings that `report --format json` wrote, by control, domain, severity and outcome."""
import os
import sys

import duckdb

out = sys.argv[2]
found = [name for name in ("findings.ndjson.zst", "findings.ndjson") if os.path.exists(os.path.join(out, name))]
if not found:
    sys.exit(3)
rows = duckdb.sql(
    f"select split_part(id, '@', 1) control, severity, outcome, domain, count(*) from "
    f"read_json('{os.path.join(out, found[0])}', format='newline_delimited', union_by_name=true, "
    f"columns={{id: 'VARCHAR', severity: 'VARCHAR', outcome: 'VARCHAR', domain: 'VARCHAR'}}) group by all order by all"
).fetchall()
print(len(rows))
