//! MicroPython's figures for the same workloads, carried as data in `tests/bench/micropython.json`.

use super::report::grouped;
use crate::shell::{self, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "tests/bench/micropython.json";

#[derive(Deserialize)]
pub struct Peer {
    pub version: String,
    pub settings: String,
    /// Names of the peer's boards in the figures, and which of ours each is compared with.
    pub boards: BTreeMap<String, PeerBoard>,
    micro: BTreeMap<String, Figures>,
    programs: BTreeMap<String, Figures>,
    /// Where the figures of the whole programs come from.
    pub programs_what: String,
    allocation: Figures,
    pause: Figures,
    boot: Figures,
    density: Density,
}

#[derive(Deserialize)]
struct Density {
    what: String,
    bytes: u64,
}

/// Instructions by board and kind of code, and remarks.
type Figures = BTreeMap<String, serde_json::Value>;

#[derive(Deserialize)]
pub struct PeerBoard {
    pub name: String,
    /// Our board with the same processor.
    pub compared_with: String,
}

pub fn read() -> Outcome<Peer> {
    let text = shell::read(&shell::root().join(FILE))?;
    serde_json::from_str(&text).map_err(|error| format!("{FILE}: {error}"))
}

impl Peer {
    fn figures(&self, group: &str, workload: &str) -> Option<&Figures> {
        match group {
            "micro" => self.micro.get(workload),
            _ => self.programs.get(workload),
        }
    }

    /// What the peer's board is called in the figures.
    fn key(&self, board: &str) -> Option<&String> {
        let mut boards = self.boards.iter();
        let found = boards.find(|(_, peer)| peer.compared_with == board)?;
        Some(found.0)
    }

    /// Instructions of an iteration that allocates beside so much live data.
    pub fn allocation(&self, live_kb: u32, board: &str) -> Option<u64> {
        let row = self.allocation.get(self.key(board)?)?;
        row.get(live_kb.to_string())?.as_u64()
    }

    /// Instructions of a collection with this program's live data.
    pub fn pause(&self, program: &str, board: &str) -> Option<u64> {
        self.pause.get(self.key(board)?)?.get(program)?.as_u64()
    }

    /// A sentence about the bytes of the same corpus.
    pub fn density(&self) -> String {
        format!(
            "MicroPython: {} bytes ({}).",
            grouped(self.density.bytes),
            self.density.what
        )
    }

    /// Instructions from reset to the end of a line of output.
    pub fn boot(&self, board: &str) -> Option<u64> {
        self.boot.get(self.key(board)?)?.as_u64()
    }

    /// Instructions of the peer's bytecode on the board that ours is compared with.
    pub fn instructions(&self, group: &str, workload: &str, board: &str) -> Option<u64> {
        let figures = self.figures(group, workload)?;
        let key = self.key(board)?;
        figures.get(&format!("{key}_bytecode"))?.as_u64()
    }

    /// How often the workload's inner loop or call runs, where that is not the program's `N`.
    pub fn iterations(&self, group: &str, workload: &str) -> Option<u64> {
        self.figures(group, workload)?.get("n")?.as_u64()
    }

    /// For sorting our boards: the peer's in their order in the file's alphabet, then the others.
    pub fn rank(&self, board: &str) -> usize {
        let mut order = self.boards.values().rev();
        order
            .position(|peer| peer.compared_with == board)
            .unwrap_or(self.boards.len())
    }

    pub fn compares(&self, board: &str) -> bool {
        self.boards.values().any(|peer| peer.compared_with == board)
    }
}

/// Geometric mean; `None` of nothing.
pub fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    if ratios.is_empty() {
        return None;
    }
    let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    Some((sum / ratios.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_geometric() {
        assert_eq!(geometric_mean(&[]), None);
        assert!((geometric_mean(&[0.5, 2.0]).unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_committed_figures_can_be_read() {
        let peer = read().unwrap();
        assert_eq!(peer.boards.len(), 2);
        assert_eq!(peer.micro.len(), 34);
    }
}
