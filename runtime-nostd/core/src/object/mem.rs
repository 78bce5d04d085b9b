//! Word access to the one memory that the runtime uses. On a chip an address is an address; on the host it is a byte
//! offset into an arena, so that the simulator runs the very layout that the chip runs.
//! Nothing outside `object`, `gc` and `vm` may use this: builtins go through typed views.

/// Handle to the memory. Copying it is free.
#[derive(Clone, Copy)]
pub struct Mem {
    #[cfg(not(target_os = "none"))]
    base: *mut u8,
    #[cfg(not(target_os = "none"))]
    size: u32,
}

impl Mem {
    /// The chip's own address space.
    #[cfg(target_os = "none")]
    pub const fn device() -> Mem {
        Mem {}
    }

    /// An arena of `size` bytes at `base`.
    ///
    /// # Safety
    /// `base` points to `size` readable and writable bytes, 8-aligned, which nothing else uses while the handle lives.
    #[cfg(not(target_os = "none"))]
    pub const unsafe fn arena(base: *mut u8, size: u32) -> Mem {
        Mem { base, size }
    }

    #[cfg(not(target_os = "none"))]
    #[inline(always)]
    fn at(self, address: u32) -> *mut u8 {
        debug_assert!(
            address >= 4 && address < self.size,
            "address {address:#x} outside the arena"
        );
        self.base.wrapping_add(address as usize)
    }

    #[cfg(target_os = "none")]
    #[inline(always)]
    fn at(self, address: u32) -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(address as usize)
    }

    /// Loads the word at `a`.
    ///
    /// # Safety
    /// `a` is 4-aligned and inside memory that the runtime owns. The same holds for every function below.
    #[inline(always)]
    pub unsafe fn load(self, a: u32) -> u32 {
        // SAFETY: by the contract above.
        unsafe { self.at(a).cast::<u32>().read() }
    }

    /// Stores a word.
    /// # Safety
    /// As for `load`.
    #[inline(always)]
    pub unsafe fn store(self, a: u32, v: u32) {
        // SAFETY: by the contract above.
        unsafe { self.at(a).cast::<u32>().write(v) }
    }

    /// Stores words one after another.
    /// # Safety
    /// As for `load`; `T` is one word.
    #[inline(always)]
    pub unsafe fn store_all<T, const N: usize>(self, a: u32, v: [T; N]) {
        const { assert!(size_of::<T>() == 4 && align_of::<T>() == 4) };
        // SAFETY: by the contract above.
        unsafe { self.at(a).cast::<[T; N]>().write(v) }
    }

    /// Loads one byte.
    /// # Safety
    /// As for `load`, without alignment.
    #[inline(always)]
    pub unsafe fn load8(self, a: u32) -> u8 {
        // SAFETY: by the contract above.
        unsafe { self.at(a).read() }
    }

    /// Stores one byte.
    /// # Safety
    /// As for `load8`.
    #[inline(always)]
    pub unsafe fn store8(self, a: u32, v: u8) {
        // SAFETY: by the contract above.
        unsafe { self.at(a).write(v) }
    }

    /// Loads 16 bits from an even address.
    /// # Safety
    /// As for `load`, alignment 2.
    #[inline(always)]
    pub unsafe fn load16(self, a: u32) -> u16 {
        // SAFETY: by the contract above.
        unsafe { self.at(a).cast::<u16>().read() }
    }

    /// Stores 16 bits at an even address.
    /// # Safety
    /// As for `load16`.
    #[inline(always)]
    pub unsafe fn store16(self, a: u32, v: u16) {
        // SAFETY: by the contract above.
        unsafe { self.at(a).cast::<u16>().write(v) }
    }

    /// Copies `n` bytes; the ranges may overlap.
    /// # Safety
    /// Both ranges are inside memory that the runtime owns.
    #[inline(always)]
    pub unsafe fn copy(self, from: u32, to: u32, n: u32) {
        if n != 0 {
            // SAFETY: by the contract above.
            unsafe { core::ptr::copy(self.at(from), self.at(to), n as usize) }
        }
    }

    /// Copies `n` bytes between ranges that do not overlap.
    /// # Safety
    /// As for `copy`.
    #[inline(always)]
    pub unsafe fn copy_apart(self, from: u32, to: u32, n: u32) {
        if n != 0 {
            // SAFETY: by the contract above.
            unsafe { core::ptr::copy_nonoverlapping(self.at(from), self.at(to), n as usize) }
        }
    }

    /// Clears `n` bytes.
    /// # Safety
    /// The range is inside memory that the runtime owns.
    #[inline(always)]
    pub unsafe fn zero(self, a: u32, n: u32) {
        if n != 0 {
            // SAFETY: by the contract above.
            unsafe { core::ptr::write_bytes(self.at(a), 0, n as usize) }
        }
    }

    /// A byte slice view.
    /// # Safety
    /// The range is owned by the runtime, and nothing writes to it while the slice lives.
    #[inline(always)]
    pub unsafe fn bytes<'a>(self, a: u32, n: u32) -> &'a [u8] {
        if n == 0 {
            return &[];
        }
        // SAFETY: by the contract above.
        unsafe { core::slice::from_raw_parts(self.at(a), n as usize) }
    }

    /// Words as a slice.
    /// # Safety
    /// As for `bytes`; `a` is 4-aligned.
    #[inline(always)]
    pub unsafe fn words<'a>(self, a: u32, n: u32) -> &'a [u32] {
        // SAFETY: by the contract above.
        unsafe { core::slice::from_raw_parts(self.at(a).cast::<u32>(), n as usize) }
    }

    /// Words of a fresh object.
    /// # Safety
    /// As for `bytes_mut`; `a` is 4-aligned.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn words_mut<'a>(self, a: u32, n: u32) -> &'a mut [u32] {
        // SAFETY: by the contract above.
        unsafe { core::slice::from_raw_parts_mut(self.at(a).cast::<u32>(), n as usize) }
    }

    /// A byte slice to fill a fresh object with.
    /// # Safety
    /// The range belongs to an object that nothing else refers to yet.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn bytes_mut<'a>(self, a: u32, n: u32) -> &'a mut [u8] {
        if n == 0 {
            return &mut [];
        }
        // SAFETY: by the contract above.
        unsafe { core::slice::from_raw_parts_mut(self.at(a), n as usize) }
    }
}
