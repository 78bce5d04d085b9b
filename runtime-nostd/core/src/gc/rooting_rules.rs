//! What the borrow checker refuses, as documentation tests: a value may not be kept over anything that can move
//! objects. Each refused program has an accepted twin that differs in that point only, so that a refusal for another
//! reason (a renamed function, a missing import) does not pass for success.
//!
//! # A value over an allocation
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     let v = cx.get(s);
//!     cx.make(s, |cx| cx.new_float(1.0))?;
//!     cx.set(s, v);
//!     Ok(())
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     cx.make(s, |cx| cx.new_float(1.0))?;
//!     let v = cx.get(s);
//!     cx.set(s, v);
//!     Ok(())
//! }
//! ```
//!
//! # A value over a call of Python code
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot, protocol::call::call0};
//! fn keep(cx: &mut Cx, f: Slot, s: Slot) -> Result<bool, Raised> {
//!     let v = cx.get(s);
//!     call0(cx, f, s)?;
//!     Ok(v.is_none())
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot, protocol::call::call0};
//! fn keep(cx: &mut Cx, f: Slot, s: Slot) -> Result<bool, Raised> {
//!     let none = cx.get(s).is_none();
//!     call0(cx, f, s)?;
//!     Ok(none)
//! }
//! ```
//!
//! # A value over an append, and an append while a view is read
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot, protocol::iterate::append};
//! fn keep(cx: &mut Cx, list: Slot, s: Slot) -> Result<(), Raised> {
//!     let v = cx.get(s);
//!     append(cx, list, s)?;
//!     cx.set(s, v);
//!     Ok(())
//! }
//! ```
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot, protocol::iterate::append};
//! fn keep(cx: &mut Cx, list: Slot, s: Slot) -> Result<(), Raised> {
//!     for item in cx.list(cx.get(list)).unwrap().iter() {
//!         if item.is_none() {
//!             append(cx, list, s)?;
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot, protocol::iterate::append};
//! fn keep(cx: &mut Cx, list: Slot, s: Slot) -> Result<(), Raised> {
//!     append(cx, list, s)?;
//!     let v = cx.get(s);
//!     cx.set(s, v);
//!     for i in 0..3 {
//!         if cx.list(cx.get(list)).unwrap().get(i).is_none() {
//!             append(cx, list, s)?;
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # A slice of a string over an allocation
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<usize, Raised> {
//!     let text = cx.str(cx.get(s)).unwrap().text();
//!     cx.make(s, |cx| cx.new_str("other"))?;
//!     Ok(text.len())
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<usize, Raised> {
//!     let text = cx.str(cx.get(s)).unwrap().text();
//!     let n = text.len();
//!     cx.make(s, |cx| cx.new_str("other"))?;
//!     Ok(n)
//! }
//! ```
//!
//! # A value captured by the closure that allocates, or passed beside the exclusive borrow
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     let v = cx.get(s);
//!     cx.make(s, |cx| cx.new_cell(v))
//! }
//! ```
//! ```compile_fail
//! # use mpf_core::{Cx, Slot, Value};
//! fn work(cx: &mut Cx, v: Value<'_>) {}
//! fn keep(cx: &mut Cx, s: Slot) {
//!     work(cx, cx.get(s));
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot};
//! fn work(cx: &mut Cx, v: Slot) {}
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     work(cx, s);
//!     cx.make(s, |cx| cx.new_cell(cx.get(s)))
//! }
//! ```
//!
//! # A leaf builtin that collects or calls Python code
//! ```compile_fail
//! # use mpf_core::{Args, Cx, Stop, Value};
//! fn leaf(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
//!     cx.collect(100)?;
//!     Ok(Value::NONE)
//! }
//! ```
//! ```compile_fail
//! # use mpf_core::{Args, Cx, Stop, Value, protocol::call::call0};
//! fn leaf(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
//!     call0(cx, a.slot(0), a.ret())?;
//!     Ok(Value::NONE)
//! }
//! ```
//! ```
//! # use mpf_core::{Args, Cx, Leaf, Stop, Value};
//! fn leaf(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
//!     let first = cx.new_float(1.0)?;
//!     cx.new_cell(first)
//! }
//! const LEAF: Leaf = leaf;
//! ```
//!
//! # The result of a leaf builtin over a collection
//! ```compile_fail
//! # use mpf_core::{Args, Cx, Leaf, Raised};
//! fn run(cx: &mut Cx, leaf: Leaf, a: Args) -> Result<(), Raised> {
//!     let result = leaf(cx, a);
//!     cx.collect(0)?;
//!     if let Ok(v) = result {
//!         cx.ret(a, v);
//!     }
//!     Ok(())
//! }
//! ```
//! ```
//! # use mpf_core::{Args, Cx, Leaf, Raised};
//! fn run(cx: &mut Cx, leaf: Leaf, a: Args) -> Result<(), Raised> {
//!     let result = leaf(cx, a);
//!     if let Ok(v) = result {
//!         cx.ret(a, v);
//!     }
//!     cx.collect(0)?;
//!     Ok(())
//! }
//! ```
//!
//! # An object made in a room over the next room
//! ```compile_fail
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     let room = cx.room(100)?;
//!     let v = room.check(room.cx().new_float(1.0))?;
//!     let room = cx.room(100)?;
//!     room.set(s, v);
//!     Ok(())
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Raised, Slot};
//! fn keep(cx: &mut Cx, s: Slot) -> Result<(), Raised> {
//!     let room = cx.room(100)?;
//!     let v = room.check(room.cx().new_float(1.0))?;
//!     let w = room.check(room.cx().new_cell(v))?;
//!     room.set(s, w);
//!     let room = cx.room(100)?;
//!     let v = room.get(s);
//!     room.set(s, v);
//!     Ok(())
//! }
//! ```
//!
//! # A value in a static
//! ```compile_fail
//! # use mpf_core::{Cx, Slot, Value};
//! # use std::cell::Cell;
//! std::thread_local!(static KEPT: Cell<Option<Value<'static>>> = const { Cell::new(None) });
//! fn keep(cx: &Cx, s: Slot) {
//!     KEPT.set(Some(cx.get(s)));
//! }
//! ```
//! ```
//! # use mpf_core::{Cx, Slot, Value};
//! # use std::cell::Cell;
//! std::thread_local!(static KEPT: Cell<Option<Value<'static>>> = const { Cell::new(None) });
//! fn keep(cx: &Cx, s: Slot) {
//!     KEPT.set(Some(Value::NONE));
//! }
//! ```
//!
//! # A heap sent to another thread
//! ```compile_fail
//! # use mpf_core::Cx;
//! fn send(cx: &mut Cx) {
//!     std::thread::scope(|scope| {
//!         scope.spawn(|| cx.heap_used());
//!     });
//! }
//! ```
//! ```
//! # use mpf_core::Cx;
//! fn send(cx: &mut Cx) {
//!     let used = cx.heap_used();
//!     std::thread::scope(|scope| {
//!         scope.spawn(|| used + 1);
//!     });
//! }
//! ```
