"""Lets agent-bom read as many MCP configurations as the estate has servers, at most 1,000."""
import json
import os
import subprocess
import sys
import tempfile

servers = sum(1 for _ in open(os.path.join(sys.argv[1], "part-0", "servers.ndjson"), encoding="utf-8"))
with tempfile.TemporaryDirectory() as home:
    entries = {f"s{n}": {"command": "npx", "args": ["-y", f"@example/server-{n}@1.0.0"]} for n in range(min(servers, 1000))}
    with open(os.path.join(home, ".mcp.json"), "w", encoding="utf-8") as file:
        json.dump({"mcpServers": entries}, file)
    ended = subprocess.run([sys.executable, "-m", "agent_bom", "scan", home, "--offline"], check=False)
    sys.exit(ended.returncode if ended.returncode in (0, 1) else 3)
