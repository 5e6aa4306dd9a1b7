"""Start the program from a checkout or a frozen build."""

import sys

from upr_desktop.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
