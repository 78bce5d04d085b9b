//! Intel HEX: text, one record a line, each with an address, up to 16 bytes and a checksum (Intel Hexadecimal Object
//! File Format Specification, revision A).

use super::Chunk;

const DATA: u8 = 0;
const END: u8 = 1;
const EXTENDED_LINEAR_ADDRESS: u8 = 4;

/// The chunks as records. No record crosses a 64 KB border.
pub fn hex(chunks: &[Chunk]) -> Vec<u8> {
    let mut out = String::new();
    let mut upper = 0;
    for chunk in chunks {
        let mut address = chunk.address;
        let mut rest = &chunk.bytes[..];
        while !rest.is_empty() {
            if address >> 16 != upper {
                upper = address >> 16;
                let bytes = (upper as u16).to_be_bytes();
                record(&mut out, EXTENDED_LINEAR_ADDRESS, 0, &bytes);
            }
            // Lines begin at multiples of 16, as people expect who look for an address.
            let room = 16 - (address % 16) as usize;
            let (line, after) = rest.split_at(room.min(rest.len()));
            record(&mut out, DATA, address as u16, line);
            address = address.wrapping_add(line.len() as u32);
            rest = after;
        }
    }
    record(&mut out, END, 0, &[]);
    out.into_bytes()
}

fn record(out: &mut String, kind: u8, address: u16, data: &[u8]) {
    let [high, low] = address.to_be_bytes();
    let head = [data.len() as u8, high, low, kind];
    let sum = |bytes: &[u8]| bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    let checksum = sum(&head).wrapping_add(sum(data)).wrapping_neg();
    out.push(':');
    for byte in head.iter().chain(data).chain([&checksum]) {
        out.push_str(&format!("{byte:02X}"));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(address: u32, bytes: &[u8]) -> String {
        let chunk = Chunk {
            address,
            bytes: bytes.to_vec(),
        };
        String::from_utf8(hex(&[chunk])).unwrap()
    }

    #[test]
    fn a_record_has_length_address_kind_and_checksum() {
        assert_eq!(text(0x10, &[0x01, 0xff]), ":0200100001FFEE\n:00000001FF\n");
    }

    #[test]
    fn an_address_above_64_kb_is_announced_and_borders_are_kept() {
        let lines = text(0x1_fffe, &[1, 2, 3]);
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines[0], ":020000040001F9");
        assert_eq!(&lines[1][..9], ":02FFFE00");
        assert_eq!(lines[2], ":020000040002F8");
        assert_eq!(&lines[3][..9], ":01000000");
    }

    #[test]
    fn every_checksum_makes_the_sum_zero() {
        let bytes: Vec<u8> = (0..=255).collect();
        for line in text(0x1_2345, &bytes).lines() {
            let digits = &line[1..];
            let sum = (0..digits.len())
                .step_by(2)
                .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
                .fold(0u8, u8::wrapping_add);
            assert_eq!(sum, 0, "{line}");
        }
    }
}
