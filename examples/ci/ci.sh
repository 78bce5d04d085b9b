#!/bin/sh
# The CI job of a product. Run it in this folder; it stops at the first step that fails and leaves the images in dist/.
set -eu

: "${MPFREEZE:=mpfreeze}"
BOARDS="esp32c3 microbit"

"$MPFREEZE" check --locked --message-format short .
mkdir -p dist
for board in $BOARDS; do
    "$MPFREEZE" build --locked --release --board "$board" --emit size .
    "$MPFREEZE" size --locked --release --board "$board" --budget 160K . > "dist/size-$board.txt"
    "$MPFREEZE" run --locked --release --quiet --board "$board" --timeout 60 . > "dist/output-$board.txt"
    diff expected.txt "dist/output-$board.txt"
    for file in target/mpfreeze/"$board"/release/node.*; do
        cp "$file" "dist/$board-${file##*/}"
    done
    echo "ci: $board: $(sed -n 1p "dist/size-$board.txt")"
done
echo "ci: fine"
