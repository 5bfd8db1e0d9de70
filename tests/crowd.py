"""Many at once over real connections: threads that wait for one another and then all go."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def crowd(*calls: Callable[[], Any], timeout: float = 60) -> list[Any]:
    """Run the calls at the same instant, each on its own connection; what each returned or raised, in order."""
    outcomes: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def one(number: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(timeout)
            outcomes[number] = call()
        except BaseException as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout)
        if thread.is_alive():
            raise TimeoutError("somebody in the crowd still waits")
    return outcomes
