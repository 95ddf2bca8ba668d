"""Processes that work for another one end with it, however that ends."""

import os
import threading


def end_with_parent() -> None:
    """End this worker process once the process that started it is gone.

    A pool's worker waits for work on a pipe that it holds open itself, so that the end of a parent
    that was killed never reaches it.
    """
    import multiprocessing  # noqa: PLC0415 -- a worker has it already, and others do not want it

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
