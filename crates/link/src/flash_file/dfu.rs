//! DfuSe: the file that `dfu-util` and ST's tools write through a chip's USB boot loader (ST UM0391; the suffix is that
//! of the USB Device Firmware Upgrade specification 1.1, appendix B).

use super::Chunk;
use mpf_board::UsbDevice;

const NAME: &[u8] = b"mpfreeze";
const NAME_FIELD: usize = 255;
const SUFFIX: u8 = 16;

/// One target with an element for each chunk.
pub fn dfu(chunks: &[Chunk], device: UsbDevice) -> Vec<u8> {
    let mut elements = Vec::new();
    for chunk in chunks {
        elements.extend(chunk.address.to_le_bytes());
        elements.extend((chunk.bytes.len() as u32).to_le_bytes());
        elements.extend_from_slice(&chunk.bytes);
    }
    let mut target = b"Target\0".to_vec();
    target.extend(1u32.to_le_bytes());
    target.extend_from_slice(NAME);
    target.resize(target.len() + NAME_FIELD - NAME.len(), 0);
    target.extend((elements.len() as u32).to_le_bytes());
    target.extend((chunks.len() as u32).to_le_bytes());
    target.extend(elements);

    let mut out = b"DfuSe\x01".to_vec();
    // The size of the file without its suffix.
    out.extend((11 + target.len() as u32).to_le_bytes());
    out.push(1);
    out.extend(target);
    // The device's release is not checked.
    out.extend([0xff, 0xff]);
    out.extend(device.product.to_le_bytes());
    out.extend(device.vendor.to_le_bytes());
    out.extend(0x011au16.to_le_bytes());
    out.extend(b"UFD");
    out.push(SUFFIX);
    // The specification leaves out the final complement of the usual CRC-32.
    out.extend((!crc32fast::hash(&out)).to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_target_element_and_suffix_are_where_they_belong() {
        let chunk = Chunk {
            address: 0x0800_0000,
            bytes: vec![1, 2, 3],
        };
        let device = UsbDevice {
            vendor: 0x0483,
            product: 0xdf11,
        };
        let file = dfu(&[chunk], device);
        let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!(&file[..6], b"DfuSe\x01");
        assert_eq!(word(6) as usize + 16, file.len());
        assert_eq!(&file[11..17], b"Target");
        // Size of all elements, their number, then address, size and bytes of the first.
        assert_eq!(
            [word(277), word(281), word(285), word(289)],
            [11, 1, 0x0800_0000, 3]
        );
        assert_eq!(file[293..296], [1, 2, 3]);
        let suffix = &file[file.len() - 16..];
        assert_eq!(
            suffix[..8],
            [0xff, 0xff, 0x11, 0xdf, 0x83, 0x04, 0x1a, 0x01]
        );
        assert_eq!(&suffix[8..12], b"UFD\x10");
        // A CRC over everything with its own CRC behind it is a constant: 0 without the final complement.
        assert_eq!(!crc32fast::hash(&file), 0);
    }
}
