"""Prints the path of an interpreter of a version such as 3.12; exit code 1 where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def _is(path: str, version: str) -> bool:
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([path, "-c", asked], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


def main(version: str) -> int:
    """On the path, or among those of pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    among = sorted(root.glob(f"versions/{version}.*/bin/python"), reverse=True)
    for path in (*filter(None, (shutil.which(f"python{version}"),)), *map(str, among)):
        if _is(path, version):
            print(path)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
