//! "Did you mean": the nearest known word, by edit distance. It must stay silent when nothing is near.

/// The known word that is nearest to `word`, if it is near enough to be a typing slip.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(64).collect();
    known
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| {
            *distance * 3 <= word.len().max(candidate.chars().count()).max(3)
        })
        .map(|(_, candidate)| candidate)
}

/// Edits (insert, delete, replace, swap of neighbours) between two words, ignoring ASCII case.
fn distance(word: &[char], candidate: &str) -> usize {
    let other: Vec<char> = candidate.chars().collect();
    let same = |i: usize, j: usize| word[j].eq_ignore_ascii_case(&other[i]);
    let mut rows: Vec<Vec<usize>> = vec![(0..=word.len()).collect()];
    for i in 0..other.len() {
        let mut row = vec![i + 1];
        for j in 0..word.len() {
            let replace = rows[i][j] + usize::from(!same(i, j));
            let mut best = replace.min(row[j] + 1).min(rows[i][j + 1] + 1);
            if i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j) {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[other.len()][word.len()]
}
