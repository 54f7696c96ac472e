"""The program: python3 -I checker DIRECTORY."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    # Python looks for modules in this directory alone, so it has to be told where the package lies.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    main = importlib.import_module("checker").main
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) == 2 else "usage: python3 -I checker DIRECTORY")
