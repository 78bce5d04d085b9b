# A JSON-like encoder and decoder.

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def encode(x):
    if x is None:
        return "null"
    if x is True:
        return "true"
    if x is False:
        return "false"
    if isinstance(x, (int, float)):
        return repr(x)
    if isinstance(x, str):
        return '"' + "".join(ESCAPES.get(c) or (c if " " <= c else "\\u%04x" % ord(c)) for c in x) + '"'
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join(encode(v) for v in x) + "]"
    if isinstance(x, dict):
        return "{" + ", ".join(encode(str(k)) + ": " + encode(v) for k, v in x.items()) + "}"
    raise TypeError("cannot encode " + type(x).__name__)


class Decoder:
    WORDS = {"null": None, "true": True, "false": False}

    def __init__(self, text):
        self.text = text
        self.at = 0

    def space(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def expect(self, ch):
        self.space()
        if self.text[self.at:self.at + 1] != ch:
            raise ValueError(f"expected {ch!r} at {self.at}")
        self.at += 1

    def sequence(self, close, item):
        self.at += 1
        items = []
        self.space()
        while self.text[self.at:self.at + 1] != close:
            if items:
                self.expect(",")
            items.append(item())
            self.space()
        self.at += 1
        return items

    def pair(self):
        key = self.value()
        self.expect(":")
        return key, self.value()

    def string(self):
        self.at += 1
        out = []
        while (ch := self.text[self.at]) != '"':
            if ch == "\\":
                self.at += 1
                ch = self.text[self.at]
                if ch == "u":
                    ch = chr(int(self.text[self.at + 1:self.at + 5], 16))
                    self.at += 4
                else:
                    ch = {"n": "\n", "t": "\t"}.get(ch, ch)
            out.append(ch)
            self.at += 1
        self.at += 1
        return "".join(out)

    def value(self):
        self.space()
        ch = self.text[self.at:self.at + 1]
        if ch == "[":
            return self.sequence("]", self.value)
        if ch == "{":
            return dict(self.sequence("}", self.pair))
        if ch == '"':
            return self.string()
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] in "+-."):
            self.at += 1
        word = self.text[start:self.at]
        if word in self.WORDS:
            return self.WORDS[word]
        return float(word) if "." in word or "e" in word else int(word)


def main():
    data = {"id": 7, "ok": True, "none": None, "t": [21.5, -3, 1e20], "text": 'q"\\\n\x01é', "deep": {"a": [[], {}]}}
    text = encode(data)
    print(text)
    print(Decoder(text).value() == data, encode(Decoder(text).value()) == text, encode((1, False)))
    for bad in ('[1 2]', '{"a" 1}', "nope", ""):
        try:
            Decoder(bad).value()
        except ValueError as e:
            print(type(e).__name__, e)
    try:
        encode({1: b"x"})
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
