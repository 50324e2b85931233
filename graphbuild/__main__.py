"""``python -m graphbuild``: the same as ``graphbuild``."""

from graphbuild.cli import main

if __name__ == "__main__":
    main()
