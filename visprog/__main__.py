"""``python -m visprog``"""

from visprog.cli import main

main()
