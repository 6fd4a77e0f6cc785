"""`python -m provisioning`: the technician's program."""

import sys
from collections.abc import Sequence

from provisioning.errors import ProvisioningError, explain
from provisioning.tasks import TASKS, program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 if it is done, 1 with a sentence if it is not, 2 for wrong usage.

    78 if a program that runs for ever is set up wrongly.
    """
    given = program().parse_args(_in_one_word(sys.argv[1:] if arguments is None else arguments))
    try:
        print(given.run(given))
    except ProvisioningError as error:
        print(error, file=sys.stderr)
        return error.status
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    return 0


def _in_one_word(arguments: Sequence[str]) -> list[str]:
    """Join a task's two words: "book renew" stands beside "broker", which takes a folder."""
    task = " ".join(arguments[:2])
    return [task, *arguments[2:]] if task in TASKS else list(arguments)


if __name__ == "__main__":
    sys.exit(main())
