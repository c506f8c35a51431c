"""The screens' own script: one file, under a name that changes with it, so that no inline script need be allowed."""

from hashlib import sha256
from pathlib import Path

SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
ADDRESS = f"/skrip/{sha256(SCRIPT.encode()).hexdigest()[:12]}.js"
