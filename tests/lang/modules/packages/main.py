# Packages, sub-packages, relative imports, names bound by `import a.b`.

import sensors.bme
import sensors.base as base
from sensors import ALL, make
from sensors.drivers import spi
from sensors.drivers.spi import Bus


def import_absent():
    try:
        import sensors.absent
    except ImportError as e:
        raise e


def main():
    print(sensors.bme.read(), base.UNITS, ALL, make("bme"), make("bmp"))
    print(spi.Bus is Bus, Bus(2).speed(), sensors.drivers.spi is spi)
    print(sensors.__name__, sensors.bme.__name__, spi.__name__, sensors.drivers.DEFAULT)
    print(sensors.bme.base is base, sensors.bme.scale(10))
    try:
        make("none")
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        import_absent()
    except ImportError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
