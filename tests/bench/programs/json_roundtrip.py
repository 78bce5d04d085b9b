# JSON: a document is read by a recursive parser, changed, written, and read again.
N = 6

TEXT = """{"node": "attic \\u2302 7", "active": true, "firmware": null,
 "position": {"lat": 47.5596, "lon": 7.5886, "floor": -2},
 "samples": [{"t": 0, "v": 21.25}, {"t": 30, "v": 21.5}, {"t": 60, "v": -0.125e2}],
 "tags": ["indoor", "line\\nbreak", "quote \\"x\\"", ""], "limits": [[], [1, [2, [3]]], {}]}"""

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}


class SyntaxFault(ValueError):
    def __init__(self, what, at):
        super().__init__(f"{what} at {at}")


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        text = self.text
        while self.at < len(text) and text[self.at] in " \t\r\n":
            self.at += 1
        return text[self.at] if self.at < len(text) else ""

    def expect(self, sign):
        if self.peek() != sign:
            raise SyntaxFault(f"{sign} expected", self.at)
        self.at += 1

    def value(self):
        sign = self.peek()
        if sign == "{":
            return self.object()
        if sign == "[":
            return self.array()
        if sign == '"':
            return self.string()
        if sign == "-" or sign.isdigit():
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        raise SyntaxFault("value expected", self.at)

    def object(self):
        result = {}
        self.expect("{")
        if self.peek() != "}":
            while True:
                self.peek()
                key = self.string()
                self.expect(":")
                result[key] = self.value()
                if self.peek() != ",":
                    break
                self.at += 1
        self.expect("}")
        return result

    def array(self):
        result = []
        self.expect("[")
        if self.peek() != "]":
            while True:
                result.append(self.value())
                if self.peek() != ",":
                    break
                self.at += 1
        self.expect("]")
        return result

    def string(self):
        self.expect('"')
        text = self.text
        start = self.at
        parts = []
        while text[self.at] != '"':
            if text[self.at] == "\\":
                parts.append(text[start : self.at])
                sign = text[self.at + 1]
                self.at += 2
                if sign == "u":
                    parts.append(chr(int(text[self.at : self.at + 4], 16)))
                    self.at += 4
                else:
                    parts.append(ESCAPES[sign])
                start = self.at
            else:
                self.at += 1
        parts.append(text[start : self.at])
        self.at += 1
        return "".join(parts)

    def number(self):
        text = self.text
        start = self.at
        while self.at < len(text) and text[self.at] in "+-0123456789.eE":
            self.at += 1
        word = text[start : self.at]
        if "." in word or "e" in word or "E" in word:
            return float(word)
        return int(word)


def write_string(text, out):
    out.append('"')
    for sign in text:
        if sign in '"\\':
            out.append("\\" + sign)
        elif sign == "\n":
            out.append("\\n")
        elif " " <= sign <= "~":
            out.append(sign)
        else:
            out.append("\\u%04x" % ord(sign))
    out.append('"')


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        write_string(value, out)
    elif isinstance(value, dict):
        before = "{"
        for key, item in value.items():
            out.append(before)
            write_string(key, out)
            out.append(":")
            write(item, out)
            before = ","
        out.append("}" if value else "{}")
    elif isinstance(value, list):
        before = "["
        for item in value:
            out.append(before)
            write(item, out)
            before = ","
        out.append("]" if value else "[]")
    else:
        out.append(repr(value))


def run(n):
    text = TEXT
    for turn in range(n):
        document = Parser(text).value()
        document["samples"][turn % 3]["t"] += 90
        document["active"] = not document["active"]
        out = []
        write(document, out)
        text = "".join(out)
    faults = []
    for bad in ("{", "[1 2]", '{"a" 1}', "nothing"):
        try:
            Parser(bad).value()
        except (SyntaxFault, IndexError) as fault:
            faults.append(type(fault).__name__)
    return len(text), faults, text


print("json_roundtrip", N, *run(N))
