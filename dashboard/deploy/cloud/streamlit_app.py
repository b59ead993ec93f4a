"""The dashboard for hosts that start a file and choose the address themselves."""

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("TOPICMAP_MAPS", str(ROOT / "data" / "maps"))
runpy.run_path(str(ROOT / "dashboard" / "app.py"), run_name="__main__")
