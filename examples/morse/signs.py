"""Morse code (ITU-R M.1677-1): letters and figures, and how long each element lasts."""

ALPHABET = (
    "a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- "
    "u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----."
)
SIGNS = {entry[0]: entry[1:] for entry in ALPHABET.split()}

DOT, DASH = 1, 3
BETWEEN_ELEMENTS, BETWEEN_LETTERS, BETWEEN_WORDS = 1, 3, 7


def elements(text):
    """Pairs of (level, units) that send a text; unknown characters are left out."""
    pause = 0
    for word in text.lower().split():
        for letter in word:
            for sign in SIGNS.get(letter, ""):
                if pause:
                    yield 0, pause
                yield 1, DOT if sign == "." else DASH
                pause = BETWEEN_ELEMENTS
            pause = BETWEEN_LETTERS
        pause = BETWEEN_WORDS
