//! The message of a fault, the same on all chips: `fault: <kind> at <address> (<detail>)`.

use crate::port::{FAULT_STATUS, Fault, Port};

fn hex<P: Port>(value: u32) {
    let mut text = *b"0x00000000";
    let mut rest = value;
    for digit in text[2..].iter_mut().rev() {
        let nibble = (rest & 15) as u8;
        *digit = if nibble < 10 {
            b'0' + nibble
        } else {
            b'a' + nibble - 10
        };
        rest >>= 4;
    }
    P::console_write(&text);
}

/// Prints the fault and ends the program with the status for faults.
pub fn report<P: Port>(fault: Fault, place: u32, detail: u32) -> ! {
    P::console_write(b"\nfault: ");
    P::console_write(fault.name().as_bytes());
    P::console_write(b" at ");
    hex::<P>(place);
    P::console_write(b" (");
    hex::<P>(detail);
    P::console_write(b")\n");
    P::exit(FAULT_STATUS)
}
