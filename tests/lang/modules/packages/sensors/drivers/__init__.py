from ..base import FACTOR

DEFAULT = FACTOR * 100
