//! What a released `mpfreeze` carries inside itself: the device archives and the texts about them, as one block of bytes.
//!
//! The block is an index (JSON) and compressed parts. An archive is split at its members, and equal members are
//! stored once: every port has the same copy of `core` as the others of its target. A file is made again in memory,
//! so nothing has to be written anywhere. Every part has a checksum, because the block lives in a file that people
//! copy and download. The block is a function of the files: the same files give the same bytes.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const MAGIC: &[u8; 8] = b"mpfpack1";
/// Magic, checksum of the index, length of the index.
const HEADER: usize = 16;
/// Slow and small: packing happens once in a release.
const LEVEL: u8 = 9;

#[derive(Debug, Serialize, Deserialize)]
struct Index {
    /// What the files belong to, for a reader to compare.
    key: String,
    parts: Vec<Part>,
    files: Vec<File>,
}

/// A run of bytes; where it is stored follows from the parts before it.
#[derive(Debug, Serialize, Deserialize)]
struct Part {
    stored: usize,
    length: usize,
    checksum: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct File {
    name: String,
    /// Numbers of parts, in order.
    parts: Vec<usize>,
}

/// An opened block.
#[derive(Debug)]
pub struct Pack<'a> {
    index: Index,
    /// Compressed bytes of each part.
    stored: Vec<&'a [u8]>,
}

impl<'a> Pack<'a> {
    /// The message says what is wrong with the block.
    pub fn open(bytes: &'a [u8]) -> Result<Pack<'a>, String> {
        let short = || "it ends too early".to_owned();
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or_else(short)?;
        if !header.starts_with(MAGIC) {
            return Err("it does not begin as it should".into());
        }
        let word = |at: usize| {
            let bytes = header[at..at + 4].try_into();
            bytes.map_or(0, u32::from_le_bytes)
        };
        let (index, mut rest) = rest.split_at_checked(word(12) as usize).ok_or_else(short)?;
        if crc32fast::hash(index) != word(8) {
            return Err("its table of contents is damaged".into());
        }
        let index: Index = serde_json::from_slice(index)
            .map_err(|error| format!("its table of contents is not understood: {error}"))?;
        let mut stored = Vec::new();
        for part in &index.parts {
            let (bytes, behind) = rest.split_at_checked(part.stored).ok_or_else(short)?;
            stored.push(bytes);
            rest = behind;
        }
        Ok(Pack { index, stored })
    }

    pub fn key(&self) -> &str {
        &self.index.key
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.files.iter().map(|file| file.name.as_str())
    }

    /// The bytes of a file. The message says why they cannot be had.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let mut files = self.index.files.iter();
        let file = files
            .find(|file| file.name == name)
            .ok_or_else(|| format!("there is no {name} in it"))?;
        let mut bytes = Vec::new();
        for &number in &file.parts {
            let part = self.index.parts.get(number).zip(self.stored.get(number));
            let whole = part.and_then(|(part, stored)| {
                let bytes = decompress_to_vec_with_limit(stored, part.length).ok()?;
                (crc32fast::hash(&bytes) == part.checksum).then_some(bytes)
            });
            bytes.extend(whole.ok_or_else(|| format!("{name} is damaged"))?);
        }
        Ok(bytes)
    }
}

/// Makes the block of these files.
pub fn pack(key: &str, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    let mut index = Index {
        key: key.to_owned(),
        parts: Vec::new(),
        files: Vec::new(),
    };
    let mut body = Vec::new();
    for (name, bytes) in files {
        let parts = pieces(bytes).into_iter().map(|piece| {
            *known.entry(piece).or_insert_with(|| {
                let stored = compress_to_vec(piece, LEVEL);
                index.parts.push(Part {
                    stored: stored.len(),
                    length: piece.len(),
                    checksum: crc32fast::hash(piece),
                });
                body.extend(stored);
                index.parts.len() - 1
            })
        });
        let parts = parts.collect();
        index.files.push(File {
            name: name.clone(),
            parts,
        });
    }
    let index = serde_json::to_vec(&index).unwrap_or_default();
    let mut block = MAGIC.to_vec();
    block.extend(crc32fast::hash(&index).to_le_bytes());
    block.extend((index.len() as u32).to_le_bytes());
    block.extend(index);
    block.extend(body);
    block
}

/// An archive as its headers and members, which may occur in other archives too; anything else as it is.
fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    const START: &[u8] = b"!<arch>\n";
    const MEMBER_HEADER: usize = 60;
    let mut pieces = Vec::new();
    let mut rest = bytes;
    let mut header = START.len();
    while bytes.starts_with(START) {
        let member = rest.get(header..).and_then(member_size);
        let Some((head, (member, behind))) = member.and_then(|size| {
            let (head, rest) = rest.split_at_checked(header + MEMBER_HEADER)?;
            Some((head, rest.split_at_checked(size)?))
        }) else {
            break;
        };
        pieces.extend([head, member]);
        rest = behind;
        // Members begin at even places.
        header = member.len() % 2;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// What the header of an archive's member says about its length.
fn member_size(header: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(header.get(48..58)?).ok()?;
    digits.trim_end().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = b"!<arch>\n".to_vec();
        for (name, member) in members {
            let size = member.len();
            bytes.resize(bytes.len() + bytes.len() % 2, b'\n');
            bytes.extend(format!("{name:16}{:32}{size:<10}`\n", "").bytes());
            bytes.extend(*member);
        }
        bytes
    }

    fn files() -> Vec<(String, Vec<u8>)> {
        let common: Vec<u8> = (0..300_u32).flat_map(|n| (n * n).to_le_bytes()).collect();
        vec![
            (
                "a.a".into(),
                archive(&[("odd", b"123"), ("common", &common)]),
            ),
            ("b.a".into(), archive(&[("common", &common), ("x", b"")])),
            ("text".into(), b"hello".to_vec()),
            ("empty".into(), Vec::new()),
            ("odd.a".into(), b"!<arch>\nnot a member".to_vec()),
        ]
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let files = files();
        let block = pack("key", &files);
        assert_eq!(block, pack("key", &files));
        let pack = Pack::open(&block).unwrap();
        assert_eq!(pack.key(), "key");
        assert!(pack.names().eq(files.iter().map(|(name, _)| name.as_str())));
        for (name, bytes) in &files {
            assert_eq!(pack.read(name).as_ref(), Ok(bytes), "{name}");
        }
        assert!(pack.read("c.a").unwrap_err().contains("no c.a"));
    }

    #[test]
    fn equal_members_are_stored_once() {
        let files = files();
        let alone = pack("key", &files[..1]);
        let both = pack("key", &files[..2]);
        assert!(
            both.len() < alone.len() + 400,
            "{} {}",
            both.len(),
            alone.len()
        );
    }

    #[test]
    fn no_part_of_a_block_is_a_block() {
        let block = pack("key", &files());
        for length in 0..block.len() {
            assert!(Pack::open(&block[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let files = files();
        let block = pack("key", &files);
        for at in 0..block.len() {
            let mut damaged = block.clone();
            damaged[at] ^= 0x10;
            let Ok(pack) = Pack::open(&damaged) else {
                continue;
            };
            // Bits that pad a compressed part may differ; the file may not.
            let noticed = files.iter().any(|(name, _)| pack.read(name).is_err());
            let intact = files
                .iter()
                .all(|(name, bytes)| pack.read(name).as_ref() == Ok(bytes));
            assert!(noticed || intact, "byte {at}");
        }
    }
}
