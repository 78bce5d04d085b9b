//! Console input that an interrupt handler takes from the hardware: a queue for the program, and Ctrl-C, which is a mark
//! in the program's word instead of input. Vector tables name only `serve`, which finds the handler that `listen` has left,
//! so that the handler is in images that can be interrupted only.

use crate::port::INTERRUPT;
use core::sync::atomic::{AtomicPtr, AtomicU8, AtomicU32, Ordering::Relaxed};

/// Bytes that wait for the program; one place stays free.
const SIZE: u8 = 64;

static WORD: AtomicPtr<AtomicU32> = AtomicPtr::new(core::ptr::null_mut());
static QUEUE: [AtomicU8; SIZE as usize] = [const { AtomicU8::new(0) }; SIZE as usize];
/// Places of the next byte to take, which the program moves, and of the next one to come, which the handler moves.
static FIRST: AtomicU8 = AtomicU8::new(0);
static END: AtomicU8 = AtomicU8::new(0);

/// What takes bytes from the hardware.
pub type Handler = extern "C" fn();

static HANDLER: AtomicPtr<()> = AtomicPtr::new(core::ptr::null_mut());

/// The interrupt of the console.
pub extern "C" fn serve() {
    let handler = HANDLER.load(Relaxed);
    if !handler.is_null() {
        // SAFETY: `listen` has put a function there.
        unsafe { core::mem::transmute::<*mut (), Handler>(handler)() }
    }
}

/// The program's word (see `Port::listen`), and what `serve` calls.
pub fn listen(word: Option<&'static AtomicU32>, handler: Handler) {
    HANDLER.store(handler as *mut (), Relaxed);
    WORD.store(
        word.map_or(core::ptr::null_mut(), |word| {
            core::ptr::from_ref(word).cast_mut()
        }),
        Relaxed,
    );
}

fn word() -> Option<&'static AtomicU32> {
    // SAFETY: null, or a reference that `listen` was given, which the program takes back before it ends.
    unsafe { WORD.load(Relaxed).as_ref() }
}

/// Marks the word if the byte is Ctrl-C and somebody listens; otherwise it is input.
pub fn interrupts(byte: u8) -> bool {
    match word() {
        Some(word) if byte == INTERRUPT => {
            word.store(1, Relaxed);
            true
        }
        _ => false,
    }
}

/// The program is to be interrupted: waits end early.
pub fn interrupted() -> bool {
    word().is_some_and(|word| word.load(Relaxed) != 0)
}

fn after(place: u8) -> u8 {
    (place + 1) % SIZE
}

/// A byte has come. What does not fit is lost.
pub fn arrived(byte: u8) {
    let end = END.load(Relaxed);
    if interrupts(byte) || after(end) == FIRST.load(Relaxed) {
        return;
    }
    if let Some(place) = QUEUE.get(usize::from(end)) {
        place.store(byte, Relaxed);
        END.store(after(end), Relaxed);
    }
}

/// The oldest byte that waits.
pub fn take() -> Option<u8> {
    let first = FIRST.load(Relaxed);
    if first == END.load(Relaxed) {
        return None;
    }
    let byte = QUEUE.get(usize::from(first))?.load(Relaxed);
    FIRST.store(after(first), Relaxed);
    Some(byte)
}
