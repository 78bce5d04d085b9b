//! `memcpy` and its relatives for chips: word by word also when source and destination are not aligned to each other,
//! and short. The compiler calls them by name; the ones of its own library yield to these.
//! Volatile accesses keep the compiler from seeing a copy here and calling the function that it is compiling.

use core::ptr::{read_volatile as get, write_volatile as put};

/// # Safety
/// As for `memcpy` of C.
#[cfg_attr(target_os = "none", unsafe(no_mangle))]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, n: usize) -> *mut u8 {
    let (mut d, mut s, mut n) = (to, from, n);
    // SAFETY: reads lie inside `from[..n]` but for the other bytes of aligned words that hold one of its bytes; writes lie
    // inside `to[..n]`.
    unsafe {
        if n >= 12 {
            while d.addr() & 3 != 0 {
                put(d, get(s));
                d = d.add(1);
                s = s.add(1);
                n -= 1;
            }
            let shift = (s.addr() & 3) * 8;
            let words = n / 4;
            let (mut dw, end) = (d.cast::<u32>(), d.cast::<u32>().add(words));
            if shift == 0 {
                let mut sw = s.cast::<u32>();
                while dw != end {
                    put(dw, get(sw));
                    dw = dw.add(1);
                    sw = sw.add(1);
                }
            } else {
                let mut sw = s.wrapping_sub(shift / 8).cast::<u32>();
                let mut low = get(sw);
                while dw != end {
                    sw = sw.add(1);
                    let high = get(sw);
                    put(dw, low >> shift | high << (32 - shift));
                    low = high;
                    dw = dw.add(1);
                }
            }
            d = end.cast();
            s = s.add(words * 4);
            n &= 3;
        }
        let end = s.add(n);
        while s != end {
            put(d, get(s));
            d = d.add(1);
            s = s.add(1);
        }
    }
    to
}

/// # Safety
/// As for `memmove` of C.
#[cfg_attr(target_os = "none", unsafe(no_mangle))]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, n: usize) -> *mut u8 {
    // Copying upwards goes wrong only when the destination begins inside the source.
    if to.addr().wrapping_sub(from.addr()) >= n {
        // SAFETY: by the caller's contract.
        return unsafe { memcpy(to, from, n) };
    }
    let mut n = n;
    // SAFETY: inside both ranges.
    unsafe {
        if (to.addr() ^ from.addr()) & 3 == 0 {
            while n > 0 && (to.addr() + n) & 3 != 0 {
                n -= 1;
                put(to.add(n), get(from.add(n)));
            }
            while n >= 4 {
                n -= 4;
                put(to.add(n).cast::<u32>(), get(from.add(n).cast::<u32>()));
            }
        }
        while n > 0 {
            n -= 1;
            put(to.add(n), get(from.add(n)));
        }
    }
    to
}

/// # Safety
/// As for `memset` of C.
#[cfg_attr(target_os = "none", unsafe(no_mangle))]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, n: usize) -> *mut u8 {
    let (mut d, mut n) = (to, n);
    // SAFETY: inside the range.
    unsafe {
        while n > 0 && d.addr() & 3 != 0 {
            put(d, byte as u8);
            d = d.add(1);
            n -= 1;
        }
        let word = byte as u8 as u32 * 0x0101_0101;
        while n >= 4 {
            put(d.cast::<u32>(), word);
            d = d.add(4);
            n -= 4;
        }
        while n > 0 {
            put(d, byte as u8);
            d = d.add(1);
            n -= 1;
        }
    }
    to
}

#[cfg(test)]
mod tests {
    #[repr(align(4))]
    struct Bytes([u8; 64]);

    /// Every small length and alignment, and overlaps in both directions, beside what slices do.
    #[test]
    fn like_slices() {
        let fresh = || Bytes(core::array::from_fn(|i| i as u8 + 1));
        for from in 8..28 {
            for to in 8..28 {
                for n in 0..28 {
                    let (mut ours, mut theirs) = (fresh(), fresh());
                    theirs.0.copy_within(from..from + n, to);
                    let p = ours.0.as_mut_ptr();
                    // SAFETY: all inside the array.
                    unsafe { super::memmove(p.add(to), p.add(from), n) };
                    assert_eq!(ours.0, theirs.0, "move {from} {to} {n}");
                    let (source, mut ours, mut theirs) = (fresh(), fresh(), fresh());
                    theirs.0[to..to + n].copy_from_slice(&source.0[from..from + n]);
                    // SAFETY: as above.
                    unsafe {
                        super::memcpy(ours.0.as_mut_ptr().add(to), source.0.as_ptr().add(from), n)
                    };
                    assert_eq!(ours.0, theirs.0, "copy {from} {to} {n}");
                }
                let (mut ours, mut theirs) = (fresh(), fresh());
                theirs.0[from..from + to].fill(0xA5);
                // SAFETY: as above.
                unsafe { super::memset(ours.0.as_mut_ptr().add(from), 0x1A5, to) };
                assert_eq!(ours.0, theirs.0, "set {from} {to}");
            }
        }
    }
}
