"""The peers' own environment: made once in the folder for temporary files, of pinned versions."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements.txt"


def python() -> str:
    """The interpreter of that environment, which is made if it is not there yet."""
    wanted = REQUIREMENTS.read_bytes() + sys.version.encode()
    name = f"foretell-peers-{hashlib.sha256(wanted).hexdigest()[:12]}"
    folder = Path(tempfile.gettempdir()) / name
    found, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        print(f"  installing the peers in {folder}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
        subprocess.run([found, *pip, REQUIREMENTS], check=True)
        ready.touch()
    return str(found)
