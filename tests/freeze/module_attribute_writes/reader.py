import settings

COPY = settings.rate


def rate():
    return settings.rate


def added():
    return settings.added
