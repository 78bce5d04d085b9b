# AES with a key of 128 bits in cipher block chaining, both ways; the tables are made first.
N = 6


def times_two(x):
    x <<= 1
    return x ^ 0x11B if x & 0x100 else x


def make_boxes():
    # Powers of 3 and their logarithms give inverses in the field; an affine map makes the box of them.
    power = bytearray(255)
    log = bytearray(256)
    x = 1
    for i in range(255):
        power[i] = x
        log[x] = i
        x ^= times_two(x)
    box = bytearray(256)
    back = bytearray(256)
    for value in range(256):
        inverse = power[(255 - log[value]) % 255] if value else 0
        out = 0x63
        for turn in range(5):
            out ^= (inverse << turn | inverse >> (8 - turn)) & 255
        box[value] = out
        back[out] = value
    return box, back


def expand(key, box):
    words = [bytes(key[i : i + 4]) for i in range(0, 16, 4)]
    factor = 1
    for i in range(4, 44):
        word = words[i - 1]
        if i % 4 == 0:
            word = bytes((box[word[1]] ^ factor, box[word[2]], box[word[3]], box[word[0]]))
            factor = times_two(factor)
        words.append(bytes([a ^ b for a, b in zip(words[i - 4], word)]))
    return b"".join(words)


def add_key(state, keys, number):
    start = 16 * number
    for i in range(16):
        state[i] ^= keys[start + i]


def substitute_and_shift(state, box, step):
    # Row r moves by r columns, to the left for step 1 and to the right for step -1.
    old = bytes(state)
    for column in range(4):
        for row in range(4):
            state[4 * column + row] = box[old[4 * ((column + step * row) % 4) + row]]


def mix(state):
    for i in range(0, 16, 4):
        a, b, c, d = state[i], state[i + 1], state[i + 2], state[i + 3]
        every = a ^ b ^ c ^ d
        state[i] = a ^ every ^ times_two(a ^ b)
        state[i + 1] = b ^ every ^ times_two(b ^ c)
        state[i + 2] = c ^ every ^ times_two(c ^ d)
        state[i + 3] = d ^ every ^ times_two(d ^ a)


def unmix(state):
    for i in range(0, 16, 4):
        even = times_two(times_two(state[i] ^ state[i + 2]))
        odd = times_two(times_two(state[i + 1] ^ state[i + 3]))
        state[i] ^= even
        state[i + 1] ^= odd
        state[i + 2] ^= even
        state[i + 3] ^= odd
    mix(state)


class Cipher:
    def __init__(self, key):
        self.box, self.back = make_boxes()
        self.keys = expand(key, self.box)

    def encrypt(self, state):
        add_key(state, self.keys, 0)
        for number in range(1, 11):
            substitute_and_shift(state, self.box, 1)
            if number < 10:
                mix(state)
            add_key(state, self.keys, number)

    def decrypt(self, state):
        for number in range(10, 0, -1):
            add_key(state, self.keys, number)
            if number < 10:
                unmix(state)
            substitute_and_shift(state, self.back, -1)
        add_key(state, self.keys, 0)


def run(n):
    cipher = Cipher(bytes(range(16)))
    state = bytearray(bytes.fromhex("00112233445566778899aabbccddeeff"))
    cipher.encrypt(state)
    first = state.hex()
    plain = bytes([i * 7 & 255 for i in range(16 * n)])
    previous = bytes(16)
    restored = 0
    for start in range(0, len(plain), 16):
        block = bytearray(plain[start : start + 16])
        for i in range(16):
            block[i] ^= previous[i]
        cipher.encrypt(block)
        sent = bytes(block)
        cipher.decrypt(block)
        for i in range(16):
            block[i] ^= previous[i]
        if block == plain[start : start + 16]:
            restored += 1
        previous = sent
    return first, previous.hex(), restored


print("aes", N, *run(N))
