"""Lines such as `ECHO hello*2a`: a command, its argument, and behind `*` the exclusive or of all bytes before it."""


class ProtocolError(Exception):
    pass


def checksum(data):
    value = 0
    for byte in data:
        value ^= byte
    return value


def seal(text):
    """The line for a text, with its check and the end of line."""
    data = text.encode()
    return data + b"*%02x\n" % checksum(data)


def unseal(line):
    data, star, check = line.rstrip(b"\r\n").rpartition(b"*")
    if not star:
        raise ProtocolError("no check")
    try:
        wanted = int(check, 16)
    except ValueError:
        raise ProtocolError("check is no number") from None
    if wanted != checksum(data):
        raise ProtocolError("check is %02x" % checksum(data))
    return data.decode()


class Server:
    """Answers commands; keeps what has not come in full."""

    def __init__(self):
        self.buffer = bytearray()
        self.count = 0

    def feed(self, data):
        """Takes bytes as they come; yields the answers to the lines that are complete."""
        self.buffer.extend(data)
        while True:
            end = self.buffer.find(b"\n")
            if end < 0:
                return
            line = bytes(self.buffer[: end + 1])
            self.buffer = self.buffer[end + 1 :]
            yield seal(self.answer(line))

    def answer(self, line):
        try:
            text = unseal(line)
        except ProtocolError as error:
            return f"ERROR {error}"
        self.count += 1
        command, _, argument = text.partition(" ")
        if command == "ECHO":
            return argument
        if command == "SUM":
            return str(sum(int(number) for number in argument.split()))
        if command == "COUNT":
            return str(self.count)
        return "ERROR unknown command"
