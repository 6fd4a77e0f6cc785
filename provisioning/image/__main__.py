"""`python -m provisioning.image lock|build|compare`: the same tasks by a shorter way."""

import sys

from provisioning.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["image", *sys.argv[1:]]))
