"""`python -m tests.documentation [--update] [PAGE…]`: run pages, or write what they print."""

import sys
from pathlib import Path

from tests.documentation.page import ROOT, all_pages, read_page
from tests.documentation.running import differences, update

if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--update"]
    pages = [read_page((ROOT / Path(name)).resolve()) for name in asked] or all_pages()
    wrong = 0
    for page in pages:
        if not page.is_run:
            continue
        if "--update" in sys.argv:
            print(f"{page.name}: {'written' if update(page) else 'as it was'}")  # noqa: T201 -- a command
            continue
        for told in differences(page):
            wrong += 1
            print(told, end="\n\n")  # noqa: T201 -- a command
    sys.exit(bool(wrong))
