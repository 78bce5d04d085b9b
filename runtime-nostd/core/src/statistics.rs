//! What `--stats` prints on a device: one line of JSON behind the program's own output. An image gets this code only
//! when `mpf_config` names it, so that other images are not a byte larger.

use crate::cx::Cx;
use crate::device::REPORT_MARK;
use crate::port::{console_write, instructions};

/// What `mpf_config` may hold for the two calls around the main body. The first, with 0, answers how many instructions
/// the start-up took; the second gets that number and prints the line.
pub type Hook = fn(&Cx, u64) -> u64;

/// The only [`Hook`].
#[unsafe(no_mangle)]
pub fn mpf_statistics(cx: &Cx, boot: u64) -> u64 {
    let now = instructions();
    if boot == 0 {
        return now.max(1);
    }
    let stats = cx.stats();
    console_write(&[REPORT_MARK]);
    field(b"{\"instructions\":", now - boot);
    field(b",\"boot_instructions\":", boot);
    field(b",\"heap_peak\":", stats.heap_peak.into());
    field(b",\"collections\":", stats.collections.into());
    // A collection clears the unused stack, so what lies there says nothing about the time before.
    if stats.collections == 0 {
        field(b",\"stack_peak\":", cx.stack_touched().into());
    }
    console_write(b"}\n");
    now
}

fn field(name: &[u8], value: u64) {
    console_write(name);
    let mut digits = [b'0'; 20];
    let mut first = 20;
    let mut rest = value;
    for (i, d) in digits.iter_mut().enumerate().rev() {
        *d = b'0' + (rest % 10) as u8;
        rest /= 10;
        first = i;
        if rest == 0 {
            break;
        }
    }
    console_write(digits.get(first..).unwrap_or(&[]));
}
