//! The execution context: the heap, the VM stack, roots and the pending exception. Everything that runs Python holds
//! one of these. Shared borrow: nothing moves. Exclusive borrow: objects may move and Python code may run.
//!
//! * `Value<'h>` borrows `&'h Cx`; the borrow checker therefore rejects a value that is held over a collection.
//! * A *leaf* builtin gets `&Cx`. It allocates with the `new_*` functions, which answer `Stop` when there is no room;
//!   the caller then collects and calls it again.
//! * A *full* builtin gets `&mut Cx`, keeps its values in stack slots (`frame`), and allocates with `make`, which runs
//!   a leaf closure and collects and repeats it when needed.

use crate::object::header::{self, Kind};
use crate::object::mem::Mem;
use crate::object::value::{Value, bits};
use core::cell::Cell;
use core::ops::{Deref, DerefMut};
#[cfg(target_os = "none")]
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::Relaxed;

/// An exception is pending in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised(pub(crate) ());

/// A leaf builtin stopped: an exception is pending, or it needs room (the context knows which).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop(pub(crate) ());

impl From<Raised> for Stop {
    fn from(_: Raised) -> Stop {
        Stop(())
    }
}

/// Address of a stack cell. Cells are roots; a slot that outlives its frame reads what lies there now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot(pub(crate) u32);

/// A run of stack cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slots {
    pub(crate) base: u32,
    pub(crate) count: u32,
}

impl Slots {
    /// The `i`-th cell. Out of range gives the last one (a defect of the builtin, but never out of memory).
    #[inline(always)]
    pub fn at(self, i: u32) -> Slot {
        debug_assert!(i < self.count, "slot {i} of {}", self.count);
        Slot(self.base + 4 * i)
    }
    pub fn len(self) -> u32 {
        self.count
    }
    pub fn is_empty(self) -> bool {
        self.count == 0
    }
}

/// Fixed root cells at the bottom of the VM stack.
pub mod roots {
    /// Pending exception instance, or 0.
    pub const PENDING: u32 = 0;
    /// Exception being handled, or None.
    pub const HANDLED: u32 = 1;
    /// Type and up to three values of a parked error (see `Cx::raise`).
    pub const PARKED_TYPE: u32 = 2;
    pub const PARKED: u32 = 3;
    /// Preallocated MemoryError.
    pub const MEMORY_ERROR: u32 = 6;
    /// Table of (object, number) pairs for `id`.
    pub const IDS: u32 = 7;
    /// Scratch of the VM between two of its own steps.
    pub const SCRATCH: u32 = 8;
    /// Innermost object whose text form is being made (see `protocol::text::enter_repr`).
    pub const REPR: u32 = 9;
    /// Value carried by the StopIteration that ended the iterator asked last.
    pub const STOP_VALUE: u32 = 12;
    /// Always unbound: a call without keywords.
    pub const NO_KEYWORDS: u32 = 10;
    /// Tuple of keyword names of the call being made.
    pub const CALL_KEYWORDS: u32 = 11;
    pub const COUNT: u32 = 13;
}

/// Values a parked error can carry.
pub const PARKED_VALUES: usize = 3;

/// Where everything lies. Addresses are bytes (device) or arena offsets (host), all 4-aligned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Regions {
    pub heap: (u32, u32),
    pub stack: (u32, u32),
    /// Frozen objects in RAM: a gapless run of objects, scanned as roots.
    pub data: (u32, u32),
    /// Module-global slots (an `Array` object's payload inside `data` on the device).
    pub globals: u32,
    pub globals_count: u32,
}

/// What must be free above the address of a frame: the frame itself, a window shifted to its end, and the frames of
/// the builtins called from there.
pub(crate) const STACK_MARGIN: u32 = 1024;
/// Bytes of the stack that are cleared at the start, and at a time later.
const FIRST_STACK: u32 = 1536;
const STACK_STEP: u32 = 1024;

/// Counters for `--stats`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    pub collections: u32,
    pub heap_peak: u32,
    pub stack_peak: u32,
}

/// The execution context. One per VM; neither `Send` nor `Sync`. What hot code reads stands first: small offsets make
/// small instructions.
#[repr(C)]
pub struct Cx {
    pub(crate) mem: Mem,
    /// The word for interrupts: non-zero makes the VM leave its fast path at the next back-edge or call.
    #[cfg(target_os = "none")]
    pub(crate) attention: AtomicU32,
    /// Next free heap byte and end of what may be allocated before the next collection.
    pub(crate) top: Cell<u32>,
    pub(crate) limit: Cell<u32>,
    pub(crate) regions: Regions,
    /// End of the live stack.
    pub(crate) sp: Cell<u32>,
    /// Highest address of a frame of any size in the part of the stack that was cleared since the start. It grows when
    /// a call wants to go beyond, so that the start does not clear a stack of which nearly nothing is ever used.
    pub(crate) stack_limit: Cell<u32>,
    /// Bytes a stopped leaf asked for; 0 when it raised.
    pub(crate) need: Cell<u32>,
    pub(crate) parked: Cell<&'static str>,
    /// Nested runs of the VM loop from Rust, bounded so that the native stack never overflows.
    pub(crate) depth: Cell<u32>,
    pub(crate) max_depth: u32,
    #[cfg(not(target_os = "none"))]
    pub(crate) stress: Cell<bool>,
    /// Stress mode: the heap begins with a filler of one word.
    #[cfg(not(target_os = "none"))]
    pub(crate) shifted: Cell<bool>,
    pub(crate) next_id: Cell<u32>,
    pub(crate) stats: Cell<Stats>,
    /// Places an exception has passed since it was raised.
    pub(crate) trace: crate::error::Trace,
    /// Code address of the stub that ends a nested run, and of the one around `__init__`.
    pub(crate) stubs: crate::vm::Stubs,
    pub(crate) cache: crate::vm::cache::AttributeCache,
    #[cfg(not(target_os = "none"))]
    pub host: crate::host::Host,
    _not_send: core::marker::PhantomData<*mut ()>,
}

impl Cx {
    /// Whether an interrupt waits. `mpf_no_poll` builds a runtime that never looks: it measures what looking costs.
    #[inline(always)]
    pub(crate) fn interrupted(&self) -> bool {
        #[cfg(target_os = "none")]
        return cfg!(not(mpf_no_poll)) && self.attention.load(Relaxed) != 0;
        #[cfg(not(target_os = "none"))]
        return self.host.interrupt.load(Relaxed);
    }

    /// A context over the given memory. The heap starts empty; roots are cleared.
    ///
    /// # Safety
    /// The regions lie in `mem`, do not overlap and belong to this context alone; no other `Cx` is used by this thread
    /// while values of this one are alive.
    pub unsafe fn new(
        mem: Mem,
        regions: Regions,
        #[cfg(not(target_os = "none"))] host: crate::host::Host,
    ) -> Cx {
        let cx = Cx {
            mem,
            top: Cell::new(regions.heap.0),
            limit: Cell::new(regions.heap.1),
            regions,
            sp: Cell::new(regions.stack.0 + 4 * roots::COUNT),
            stack_limit: Cell::new(regions.stack.0 - STACK_MARGIN),
            need: Cell::new(0),
            parked: Cell::new(""),
            depth: Cell::new(0),
            max_depth: 24,
            #[cfg(not(target_os = "none"))]
            stress: Cell::new(false),
            #[cfg(not(target_os = "none"))]
            shifted: Cell::new(false),
            next_id: Cell::new(1),
            #[cfg(target_os = "none")]
            attention: AtomicU32::new(0),
            stats: Cell::new(Stats::default()),
            trace: crate::error::Trace::default(),
            stubs: crate::vm::Stubs::default(),
            cache: crate::vm::cache::AttributeCache::new(),
            #[cfg(not(target_os = "none"))]
            host,
            _not_send: core::marker::PhantomData,
        };
        // As much as a small program needs.
        cx.clear_stack(FIRST_STACK);
        cx.set(cx.root(roots::HANDLED), Value::NONE);
        cx
    }

    // ---- slots

    /// A fixed root cell.
    #[inline(always)]
    pub(crate) fn root(&self, n: u32) -> Slot {
        Slot(self.regions.stack.0 + 4 * n)
    }

    /// Reads a cell.
    #[inline(always)]
    pub fn get(&self, s: Slot) -> Value<'_> {
        // SAFETY: slots are made only from addresses inside the stack region.
        Value::from_bits(unsafe { self.mem.load(s.0) })
    }

    /// Writes a cell. Shared borrow: writing moves nothing.
    #[inline(always)]
    pub fn set(&self, s: Slot, v: Value<'_>) {
        // SAFETY: as for `get`.
        unsafe { self.mem.store(s.0, v.to_bits()) }
    }

    /// Reserves `n` scratch cells (unbound), released when the guard is dropped.
    pub fn frame(&mut self, n: u32) -> Result<(Frame<'_>, Slots), Raised> {
        let base = self.sp.get();
        let end = base + 4 * n;
        self.stack_room(end)?;
        for i in 0..n {
            self.set(Slot(base + 4 * i), Value::UNBOUND);
        }
        self.set_sp(end);
        Ok((
            Frame {
                cx: self,
                saved: base,
            },
            Slots { base, count: n },
        ))
    }

    /// Makes sure that the stack up to `end` may be used.
    #[inline(always)]
    pub(crate) fn stack_room(&self, end: u32) -> Result<(), Raised> {
        if end > self.cleared() {
            return self.more_stack(end);
        }
        Ok(())
    }

    /// Makes sure that a frame of any size, and what a builtin called from it needs, may lie at `fp`.
    #[inline(always)]
    pub(crate) fn frame_room(&self, fp: u32) -> Result<(), Raised> {
        if fp > self.stack_limit() {
            return self.more_stack(fp + STACK_MARGIN);
        }
        Ok(())
    }

    /// Highest frame address at which no call has to ask for more.
    #[inline(always)]
    pub(crate) fn stack_limit(&self) -> u32 {
        self.stack_limit.get()
    }

    /// End of the usable part of the stack.
    #[inline(always)]
    pub(crate) fn cleared(&self) -> u32 {
        self.stack_limit.get() + STACK_MARGIN
    }

    #[cold]
    #[inline(never)]
    fn more_stack(&self, end: u32) -> Result<(), Raised> {
        if end > self.regions.stack.1 {
            return Err(self.raise_recursion());
        }
        self.clear_stack(end - self.cleared() + STACK_STEP);
        Ok(())
    }

    /// Clears `bytes` more of the stack, as far as there are so many: the collector trusts words that a frame has not
    /// written yet.
    fn clear_stack(&self, bytes: u32) {
        let from = self.cleared();
        let n = bytes.min(self.regions.stack.1 - from);
        // SAFETY: that part of the stack region was never used.
        unsafe { self.mem.zero(from, n) };
        self.stack_limit.set(from + n - STACK_MARGIN);
    }

    #[inline(always)]
    pub(crate) fn set_sp(&self, sp: u32) {
        self.sp.set(sp);
    }

    // ---- allocation

    /// Takes `bytes` (a multiple of 4) from the heap, or notes how much is missing.
    #[inline(always)]
    pub(crate) fn bump(&self, bytes: u32) -> Result<u32, Stop> {
        let top = self.top.get();
        if self.limit.get() - top < bytes {
            return Err(self.need_room(bytes));
        }
        self.top.set(top + bytes);
        Ok(top)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn need_room(&self, bytes: u32) -> Stop {
        self.need.set(bytes);
        Stop(())
    }

    /// The same as the whole result of a constructor: its last call, so that the path without it saves no registers.
    #[cold]
    #[inline(never)]
    fn no_room(&self, bytes: u32) -> Result<Value<'_>, Stop> {
        // Opaque, because a result that the optimiser knows would make the call no tail call.
        core::hint::black_box(Err(self.need_room(bytes)))
    }

    /// Takes `bytes` from the heap for one or more objects, which the caller writes before anything else happens;
    /// `None`: no room. For the hot paths of the VM, which collect and start again.
    #[inline(always)]
    pub(crate) fn take(&self, bytes: u32) -> Option<u32> {
        let top = self.top.get();
        if self.limit.get() - top < bytes {
            return None;
        }
        self.top.set(top + bytes);
        Some(top)
    }

    /// The same for one object of at most `MAX_WORDS` payload words; the header is written. The caller has marked the
    /// kind.
    #[inline(always)]
    pub(crate) fn fresh(&self, kind: Kind, words: u32) -> Option<u32> {
        let at = self.take(words * 4 + 4)?;
        // SAFETY: fresh heap words.
        unsafe { self.mem.store(at, header::header(kind, words)) };
        Some(at)
    }

    /// Allocates an object with all payload words still to be written by the caller before anything else happens.
    #[inline(always)]
    pub(crate) fn alloc_words(&self, kind: Kind, words: u32, aux: u32) -> Result<u32, Stop> {
        crate::anchor::kind(kind);
        self.alloc_marked(kind, words, aux)
    }

    /// The same for a kind that the caller has marked.
    pub(crate) fn alloc_marked(&self, kind: Kind, words: u32, aux: u32) -> Result<u32, Stop> {
        if words > header::MAX_WORDS {
            return Err(self.raise_memory().into());
        }
        let at = self.bump(words * 4 + 4)?;
        // SAFETY: fresh heap words.
        unsafe { self.mem.store(at, header::header(kind, words) | aux) };
        Ok(at)
    }

    /// A new object of a value kind with its words given by `word(i)`.
    #[inline(always)]
    pub(crate) fn new_object<'h>(
        &'h self,
        kind: Kind,
        words: u32,
        mut word: impl FnMut(u32) -> Value<'h>,
    ) -> Result<Value<'h>, Stop> {
        let at = self.alloc_words(kind, words, 0)?;
        for i in 0..words {
            // SAFETY: fresh payload words.
            unsafe { self.mem.store(at + 4 + 4 * i, word(i).to_bits()) };
        }
        Ok(Value::from_bits(at))
    }

    /// A new object of the given payload, whose kind and size the caller's code knows.
    #[inline(always)]
    pub(crate) fn new_fixed<'h, const N: usize>(
        &'h self,
        kind: Kind,
        words: [Value<'h>; N],
    ) -> Result<Value<'h>, Stop> {
        crate::anchor::kind(kind);
        let Some(at) = self.fresh(kind, N as u32) else {
            return self.no_room(N as u32 * 4 + 4);
        };
        // SAFETY: fresh payload words; a value is its word.
        unsafe { self.mem.store_all(at + 4, words) };
        Ok(Value::from_bits(at))
    }

    /// The same with the words as they are.
    #[inline(always)]
    pub(crate) fn new_raw<const N: usize>(
        &self,
        kind: Kind,
        words: [u32; N],
    ) -> Result<Value<'_>, Stop> {
        crate::anchor::kind(kind);
        let Some(at) = self.fresh(kind, N as u32) else {
            return self.no_room(N as u32 * 4 + 4);
        };
        // SAFETY: fresh payload words.
        unsafe { self.mem.store_all(at + 4, words) };
        Ok(Value::from_bits(at))
    }

    /// Runs a leaf closure and puts its value into `dst`; collects and repeats when it needs room.
    /// The closure must not change anything before its last allocation.
    pub fn make<F>(&mut self, dst: Slot, f: F) -> Result<(), Raised>
    where
        F: for<'h> Fn(&'h Cx) -> Result<Value<'h>, Stop>,
    {
        let mut asked = 0u32;
        loop {
            match f(self) {
                Ok(v) => {
                    let word = v.to_bits();
                    // SAFETY: slots lie in the stack region.
                    unsafe { self.mem.store(dst.0, word) };
                    self.after_grant();
                    return Ok(());
                }
                Err(_) => self.answer(&mut asked)?,
            }
        }
    }

    /// Answers a stopped leaf: an exception is passed on, missing room is collected. `asked` adds up what this leaf
    /// needed so far, so that a leaf with several objects gets room for all of them.
    #[inline(always)]
    pub(crate) fn answer(&mut self, asked: &mut u32) -> Result<(), Raised> {
        *asked = self.grant(*asked)?;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grant(&mut self, asked: u32) -> Result<u32, Raised> {
        let need = self.need.get();
        if need == 0 {
            return Err(Raised(()));
        }
        let asked = asked.saturating_add(need);
        self.collect(asked)?;
        Ok(asked)
    }

    /// Whether every allocation moves every object (host only).
    #[inline(always)]
    pub(crate) fn stressed(&self) -> bool {
        #[cfg(target_os = "none")]
        return false;
        #[cfg(not(target_os = "none"))]
        self.stress.get()
    }

    /// In stress mode every allocation outside a granted leaf collects again.
    #[inline(always)]
    pub(crate) fn after_grant(&self) {
        if self.stressed() {
            self.limit.set(self.top.get());
        }
    }

    /// Makes sure that `bytes` can be allocated without another collection.
    pub fn room(&mut self, bytes: u32) -> Result<Room<'_>, Raised> {
        if self.stressed() || self.limit.get() - self.top.get() < bytes {
            self.collect(bytes)?;
        }
        Ok(Room(self))
    }

    /// Collects; MemoryError when `bytes` are not free afterwards.
    pub fn collect(&mut self, bytes: u32) -> Result<(), Raised> {
        #[cfg(not(target_os = "none"))]
        if self.host.failing.just_failed() {
            // What the failure left behind.
            crate::gc::verify::verify_heap(self).expect("the heap after a failed allocation");
        }
        crate::gc::collect(self, bytes);
        #[cfg(not(target_os = "none"))]
        if self.stressed() && bytes != 0 && self.host.failing.count() {
            self.limit.set(self.top.get());
            return Err(self.raise_memory());
        }
        let end = self.regions.heap.1;
        if end - self.top.get() < bytes {
            self.limit.set(end);
            return Err(self.raise_memory());
        }
        // Stress mode grants what was asked for and nothing more.
        self.limit.set(if self.stressed() {
            self.top.get() + bytes
        } else {
            end
        });
        Ok(())
    }

    /// Moves every object at every allocation from now on (tests).
    #[cfg(not(target_os = "none"))]
    pub fn set_stress(&mut self, on: bool) {
        self.stress.set(on);
        self.limit.set(if on {
            self.top.get()
        } else {
            self.regions.heap.1
        });
    }

    // ---- objects in general

    #[inline(always)]
    pub(crate) fn header_at(&self, address: u32) -> u32 {
        // SAFETY: only values point here, and a pointer value is the address of an object.
        let h = unsafe { self.mem.load(address) };
        debug_assert!(
            h & header::TAG_MASK == header::TAG,
            "stale value {address:#x}: no header but {h:#x}"
        );
        h
    }

    #[inline(always)]
    pub(crate) fn kind_at(&self, address: u32) -> Kind {
        Kind::of(self.header_at(address))
    }

    /// Payload words of an object, without a stored identity hash.
    #[inline(always)]
    pub fn words(&self, v: Value<'_>) -> u32 {
        let h = self.header_at(v.to_bits());
        header::words(h) - header::has_stored_hash(h) as u32
    }

    /// The stored identity hash of an object that has one.
    pub(crate) fn raw_word_at_end(&self, v: Value<'_>) -> u32 {
        // SAFETY: the last payload word.
        unsafe {
            self.mem
                .load(v.to_bits() + 4 * header::words(self.header_at(v.to_bits())))
        }
    }

    /// Payload word `i` of an object of a value kind.
    #[inline(always)]
    pub(crate) fn field<'h>(&'h self, v: Value<'h>, i: u32) -> Value<'h> {
        debug_assert!(
            v.is_pointer() && i < self.words(v),
            "field {i} of {:#x}",
            v.to_bits()
        );
        // SAFETY: inside the object.
        Value::from_bits(unsafe { self.mem.load(v.to_bits() + 4 + 4 * i) })
    }

    /// Stores payload word `i` of an object of a value kind.
    #[inline(always)]
    pub(crate) fn set_field(&self, v: Value<'_>, i: u32, x: Value<'_>) {
        debug_assert!(
            v.is_pointer() && i < self.words(v),
            "set field {i} of {:#x}",
            v.to_bits()
        );
        debug_assert!(self.header_at(v.to_bits()) & header::RAW == 0);
        // SAFETY: inside the object.
        unsafe { self.mem.store(v.to_bits() + 4 + 4 * i, x.to_bits()) }
    }

    /// Aux bits of the header, still shifted.
    pub(crate) fn aux(&self, v: Value<'_>) -> u32 {
        self.header_at(v.to_bits()) & header::AUX_MASK
    }

    // ---- errors

    /// Parks an exception: it is made when somebody looks at it. `template` is the message; `{}` inserts the text of
    /// the next value (strings as they are, ints in decimal), `{t}` the name of its type, `{r}` its `repr` when that
    /// is a string or an int (never calls Python).
    #[inline(always)]
    pub fn raise(&self, class: Value<'_>, template: &'static str, values: &[Value<'_>]) -> Raised {
        if !values.is_empty() {
            crate::parts::mark_templates();
        }
        self.park(class, template, values)
    }

    #[cold]
    #[inline(never)]
    fn park(&self, class: Value<'_>, template: &'static str, values: &[Value<'_>]) -> Raised {
        self.need.set(0);
        self.set(self.root(roots::PENDING), Value::UNBOUND);
        self.set(self.root(roots::PARKED_TYPE), class);
        for i in 0..PARKED_VALUES {
            let v = values.get(i).copied().unwrap_or(Value::UNBOUND);
            self.set(self.root(roots::PARKED + i as u32), v);
        }
        self.parked.set(template);
        Raised(())
    }

    /// Raises an exception instance that exists already.
    #[cold]
    pub fn raise_value(&self, exception: Value<'_>) -> Raised {
        self.need.set(0);
        self.set(self.root(roots::PENDING), exception);
        Raised(())
    }

    #[cold]
    #[inline(never)]
    pub fn raise_memory(&self) -> Raised {
        let e = self.get(self.root(roots::MEMORY_ERROR));
        self.raise_value(e)
    }

    #[cold]
    #[inline(never)]
    pub fn raise_recursion(&self) -> Raised {
        self.raise(
            crate::wk::ty::RecursionError(self),
            "maximum recursion depth exceeded",
            &[],
        )
    }

    #[inline(always)]
    pub fn type_error(&self, template: &'static str, values: &[Value<'_>]) -> Raised {
        if !values.is_empty() {
            crate::parts::mark_templates();
        }
        self.park_type_error(template, values)
    }

    #[cold]
    #[inline(never)]
    fn park_type_error(&self, template: &'static str, values: &[Value<'_>]) -> Raised {
        self.park(crate::wk::ty::TypeError(self), template, values)
    }

    #[inline(always)]
    pub fn value_error(&self, template: &'static str, values: &[Value<'_>]) -> Raised {
        if !values.is_empty() {
            crate::parts::mark_templates();
        }
        self.park_value_error(template, values)
    }

    #[cold]
    #[inline(never)]
    fn park_value_error(&self, template: &'static str, values: &[Value<'_>]) -> Raised {
        self.park(crate::wk::ty::ValueError(self), template, values)
    }

    #[cold]
    #[inline(never)]
    pub fn index_error(&self, template: &'static str) -> Raised {
        self.raise(crate::wk::ty::IndexError(self), template, &[])
    }

    /// Counters so far. The heap peak is the largest amount of live data that a collection found; without any
    /// collection all that was allocated.
    pub fn stats(&self) -> Stats {
        let mut stats = self.stats.get();
        if stats.collections == 0 {
            stats.heap_peak = self.heap_used();
        }
        stats
    }

    /// Bytes of the VM stack up to the last word that is not zero: the most that was in use since the start or the last
    /// collection, both of which clear the rest.
    pub fn stack_touched(&self) -> u32 {
        let (start, mut end) = (self.regions.stack.0, self.cleared());
        while end > start && self.get(Slot(end - 4)).is_unbound() {
            end -= 4;
        }
        end - start
    }

    /// Starts the counters anew.
    #[cfg(not(target_os = "none"))]
    pub fn forget_peaks(&self) {
        self.stats.set(Stats::default());
        let sp = self.sp.get();
        // SAFETY: above `sp` nothing is in use.
        unsafe { self.mem.zero(sp, self.cleared() - sp) };
    }

    pub fn regions(&self) -> Regions {
        self.regions
    }

    /// Bytes of heap in use, garbage included.
    pub fn heap_used(&self) -> u32 {
        self.top.get() - self.regions.heap.0
    }
}

/// Scratch cells of a full builtin; derefs to the context and releases the cells when dropped (also on `?`).
pub struct Frame<'a> {
    cx: &'a mut Cx,
    saved: u32,
}

impl Deref for Frame<'_> {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        self.cx
    }
}

impl DerefMut for Frame<'_> {
    fn deref_mut(&mut self) -> &mut Cx {
        self.cx
    }
}

impl Drop for Frame<'_> {
    fn drop(&mut self) {
        self.cx.set_sp(self.saved);
    }
}

/// A promise of room: objects can be made from ordinary values, because nothing moves while it lives.
pub struct Room<'h>(&'h Cx);

impl<'h> Room<'h> {
    /// The context for as long as the promise lasts.
    pub fn cx(&self) -> &'h Cx {
        self.0
    }
    /// A `Stop` under a promise means that the sum was wrong: MemoryError instead of a collection.
    pub fn check<T>(&self, r: Result<T, Stop>) -> Result<T, Raised> {
        r.map_err(|_| {
            if self.0.need.get() == 0 {
                Raised(())
            } else {
                self.0.raise_memory()
            }
        })
    }
}

impl Deref for Room<'_> {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        self.0
    }
}

const _: () = assert!(bits::NONE & 3 == 2);
