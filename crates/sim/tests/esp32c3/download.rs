//! The real mask ROM in download mode, as a flashing tool talks to it over the UART: framed requests and answers.

use crate::image::rom;
use mpf_sim::esp32c3::{Esp32c3, Options, UNITS_PER_US, UsbHost};

/// GPIO9 low, GPIO8 high.
const DOWNLOAD: u32 = 0x4;
const FROM_FLASH: u32 = 0x8;
const MILLISECOND: u64 = 1000 * UNITS_PER_US;

const FLASH_BEGIN: u8 = 0x02;
const FLASH_DATA: u8 = 0x03;
const SYNC: u8 = 0x08;
const READ_REGISTER: u8 = 0x0a;
const SPI_SET_PARAMETERS: u8 = 0x0b;
const SPI_ATTACH: u8 = 0x0d;

struct Tool {
    chip: Esp32c3,
    received: Vec<u8>,
}

impl Tool {
    fn new() -> Tool {
        let options = Options {
            strap: DOWNLOAD,
            usb: UsbHost::Absent,
            ..Options::default()
        };
        let mut chip = Esp32c3::new(&rom(), &[], options).unwrap();
        chip.run(100 * MILLISECOND);
        let text = String::from_utf8_lossy(&chip.take_uart()).into_owned();
        assert!(text.contains("waiting for download"), "{text}");
        Tool {
            chip,
            received: Vec::new(),
        }
    }

    /// Sends a request; its answer: value, and the first byte of the status (0: done).
    fn request(&mut self, command: u8, data: &[u8], checksum: u32) -> Option<(u32, u8)> {
        let mut request = vec![0, command];
        request.extend((data.len() as u16).to_le_bytes());
        request.extend(checksum.to_le_bytes());
        request.extend(data);
        let mut frame = vec![0xc0];
        for byte in request {
            match byte {
                0xc0 => frame.extend([0xdb, 0xdc]),
                0xdb => frame.extend([0xdb, 0xdd]),
                byte => frame.push(byte),
            }
        }
        frame.push(0xc0);
        self.chip.send_uart(&frame);
        // The ROM looks at each of its ports in turn until the first request is through, so that one may be missed.
        let patience = if command == SYNC { 30 } else { 400 };
        for _ in 0..patience {
            let until = self.chip.now() + 10 * MILLISECOND;
            let stop = self.chip.run(until);
            assert_eq!(stop, mpf_sim::esp32c3::Stop::Time);
            self.received.extend(self.chip.take_uart());
            while let Some(answer) = self.frame() {
                if answer.len() >= 10 && answer[0] == 1 && answer[1] == command {
                    let value = u32::from_le_bytes([answer[4], answer[5], answer[6], answer[7]]);
                    return Some((value, answer[8]));
                }
            }
        }
        None
    }

    /// Takes a whole frame out of what was received.
    fn frame(&mut self) -> Option<Vec<u8>> {
        let start = self.received.iter().position(|b| *b == 0xc0)?;
        self.received.drain(..start);
        // Between two frames there are two marks.
        while self.received.get(1) == Some(&0xc0) {
            self.received.remove(0);
        }
        let length = self.received[1..].iter().position(|b| *b == 0xc0)?;
        let raw: Vec<u8> = self.received.drain(..length + 2).skip(1).collect();
        let mut bytes = raw[..length].iter();
        let mut frame = Vec::new();
        while let Some(byte) = bytes.next() {
            frame.push(match byte {
                0xdb => match bytes.next() {
                    Some(0xdc) => 0xc0,
                    _ => 0xdb,
                },
                byte => *byte,
            });
        }
        Some(frame)
    }

    fn sync(&mut self) {
        let mut data = vec![7, 7, 0x12, 0x20];
        data.extend([0x55; 32]);
        let answer = (0..20).find_map(|_| self.request(SYNC, &data, 0));
        assert_eq!(answer.map(|(_, status)| status), Some(0));
    }
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

#[test]
fn the_rom_answers() {
    let mut tool = Tool::new();
    tool.sync();
    // The word by which tools recognise the chip.
    let answer = tool.request(READ_REGISTER, &words(&[0x4000_1000]), 0);
    assert_eq!(answer, Some((0x1b31_506f, 0)));
}

#[test]
fn the_rom_writes_flash() {
    let mut tool = Tool::new();
    tool.sync();
    let attach = tool.request(SPI_ATTACH, &words(&[0, 0]), 0);
    assert_eq!(attach.map(|a| a.1), Some(0));
    let size = words(&[0, 4 << 20, 0x1_0000, 0x1000, 0x100, 0xffff]);
    assert_eq!(
        tool.request(SPI_SET_PARAMETERS, &size, 0).map(|a| a.1),
        Some(0)
    );
    let begin = words(&[0x400, 1, 0x400, 0x1_0000, 0]);
    assert_eq!(tool.request(FLASH_BEGIN, &begin, 0).map(|a| a.1), Some(0));
    let block: Vec<u8> = (0..0x400u32).map(|n| (n * 7) as u8).collect();
    let checksum = block.iter().fold(0xef, |sum, byte| sum ^ byte);
    let mut data = words(&[0x400, 0, 0, 0]);
    data.extend(&block);
    let answer = tool.request(FLASH_DATA, &data, u32::from(checksum));
    assert_eq!(answer.map(|a| a.1), Some(0));
    assert_eq!(tool.chip.flash()[0x1_0000..0x1_0400], block[..]);
    // The reset pin with the other strap: the ROM looks for a bootloader.
    tool.chip.reset_pin(FROM_FLASH);
    let until = tool.chip.now() + 50 * MILLISECOND;
    tool.chip.run(until);
    let text = String::from_utf8_lossy(&tool.chip.take_uart()).into_owned();
    assert!(text.contains("boot:0x8 (SPI_FAST_FLASH_BOOT)"), "{text}");
    assert!(text.contains("invalid header"), "{text}");
}
