"""The screens' own script: one file, under a name that changes with it, so that no inline script need be allowed."""

from hashlib import sha256
from pathlib import Path

SCRIPTS = ("page.js", "line.js", "typing.js", "photos.js")
SCRIPT = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in SCRIPTS)
ADDRESS = f"/skrip/{sha256(SCRIPT.encode()).hexdigest()[:12]}.js"
