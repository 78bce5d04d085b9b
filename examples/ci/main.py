from filter import Median

# What a sensor delivered on the bench, with two outliers.
RECORDED = [204, 205, 203, 990, 206, 204, 0, 205, 207, 206]

median = Median(5)
for raw in RECORDED:
    value = median.update(raw)
    print(f"{raw:4} -> {value:4}")
