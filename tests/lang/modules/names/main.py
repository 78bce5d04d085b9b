# __name__ in the program and in modules; a module that has its own main guard.

import worker
import pkg.inner


def main():
    print(worker.NAME, worker.ran_as_main, pkg.inner.NAME, pkg.NAME, worker.name_in_function())
    print(worker.Task.__module__, pkg.inner.work.__module__, type(worker).__name__)
    print(worker.__doc__, pkg.inner.__doc__)


if __name__ == "__main__":
    main()
