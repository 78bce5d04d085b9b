# Counting words: a text is made, cut into words, counted in a dict, and the most frequent are listed.
N = 24

VERSE = """The lamp at the end of the pier is lit; the tide, slow and grey, turns. Nobody rows out
-- not tonight -- for the wind has gone round to the north and the boats lie high on the sand.
"Wait for the morning," says the keeper, "the morning is longer than the night." So they wait."""


def clean(word):
    return word.strip(".,;:!?\"'-").lower()


def count(text, table):
    for line in text.split("\n"):
        for word in line.split():
            word = clean(word)
            if word:
                table[word] = table.get(word, 0) + 1


def most_frequent(table, limit):
    ranking = sorted(table.items(), key=lambda item: (-item[1], item[0]))
    return ranking[:limit]


def run(n):
    table = {}
    longest = ""
    for number in range(n):
        text = VERSE.replace("the", "the day" if number % 3 == 0 else "the")
        count(text, table)
        for word in text.split():
            if len(word) > len(longest):
                longest = word
    lines = [f"{word:<8}{hits:>5}" for word, hits in most_frequent(table, 6)]
    return len(table), sum(table.values()), longest, lines


print("wordcount", N, *run(N))
