//! `mpfreeze run`: freezes a program, runs it, relays its output and passes its exit status on.

use crate::args::{Output, Run};
use crate::cmd::{Exit, request, stopped};
use crate::render;
use mpf_driver::{Ran, Request, Session};
use std::io::{BufWriter, Write};

pub fn run(args: &Run, output: &Output) -> Exit {
    let mut session = Session::new();
    let request = Request {
        gc_stress: args.gc_stress,
        stats: args.stats,
        timeout: args.timeout,
        ..request(&args.program)
    };
    let console = Box::new(BufWriter::new(std::io::stdout()));
    let mut edges = std::io::stderr();
    let trace = args.gpio_trace.then_some(&mut edges as &mut dyn Write);
    let ran = match mpf_driver::run(&request, &mut session, console, trace) {
        Ok(ran) => ran,
        Err(stop) => return stopped(stop, &session, output),
    };
    render::show(&session, output);
    // A closed standard error cannot be reported anywhere.
    let _ = std::io::stderr()
        .lock()
        .write_all(traceback(&ran).as_bytes());
    if args.stats {
        eprintln!("{}", stats(&ran));
    }
    // An exit status is a byte, as for any other process.
    Exit(ran.status as u8)
}

/// As CPython writes it.
fn traceback(ran: &Ran) -> String {
    let Some(exception) = &ran.exception else {
        return String::new();
    };
    let mut text = String::new();
    if !ran.places.is_empty() {
        text.push_str("Traceback (most recent call last):\n");
    }
    for place in &ran.places {
        text.push_str(&format!("  {place}\n"));
    }
    text.push_str(exception);
    text.push('\n');
    text
}

fn stats(ran: &Ran) -> String {
    let value = match &ran.stats {
        Some(stats) => serde_json::json!({
            "instructions": stats.instructions,
            "boot_instructions": stats.boot_instructions,
            "heap_peak": stats.heap_peak,
            "collections": stats.collections,
            "stack_peak": stats.stack_peak,
        }),
        None => serde_json::json!({}),
    };
    value.to_string()
}
