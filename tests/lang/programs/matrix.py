# A matrix class: product, transpose, determinant, power, identity.


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
        if len({len(r) for r in self.rows}) != 1:
            raise ValueError("ragged rows")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape}")
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in columns] for row in self.rows])

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result

    def transpose(self):
        return Matrix(zip(*self.rows))

    def determinant(self):
        if len(self.rows) == 1:
            return self.rows[0][0]
        total = 0
        for j, x in enumerate(self.rows[0]):
            minor = Matrix([r[:j] + r[j + 1:] for r in self.rows[1:]])
            total += (-1) ** j * x * minor.determinant()
        return total

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __repr__(self):
        return "\n".join(" ".join(f"{x:>4}" for x in row) for row in self.rows)


def main():
    a = Matrix([[1, 2], [3, 4]])
    b = Matrix([[2, 0, 1], [1, 3, 5], [4, -1, 2]])
    print(a @ a)
    print(b.transpose())
    print(a.determinant(), b.determinant(), Matrix([[7]]).determinant())
    print((Matrix([[1, 1], [1, 0]]) ** 60).rows[0][1], a @ Matrix.identity(2) == a)
    for bad in (lambda: a @ b, lambda: Matrix([[1], [2, 3]])):
        try:
            bad()
        except ValueError as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
