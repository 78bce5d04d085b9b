//! `mpfreeze build`: freezes a program, links its image and says what was written.

use crate::args::{Build, Emit, Output};
use crate::cmd::{Exit, request, stopped};
use crate::render;
use mpf_driver::{Built, Extra, Request, Session};

pub fn run(args: &Build, output: &Output) -> Exit {
    let mut session = Session::new();
    let request = Request {
        output: args.output.clone(),
        ..request(&args.program)
    };
    let extra = Extra {
        object: args.emit.contains(&Emit::Object),
        map: args.emit.contains(&Emit::Map),
        size: args.emit.contains(&Emit::Size),
    };
    match mpf_driver::build(&request, extra, &mut session) {
        Ok(built) => {
            render::show(&session, output);
            if !output.quiet {
                eprint!("{}", report(&built));
            }
            Exit::OK
        }
        Err(stop) => stopped(stop, &session, output),
    }
}

/// What was written, and how full the chip is.
fn report(built: &Built) -> String {
    let mut text = String::new();
    for path in &built.outputs {
        text.push_str(&format!("mpfreeze: wrote {}\n", path.display()));
    }
    for region in built.image.iter().flat_map(|image| &image.regions) {
        text.push_str(&format!(
            "mpfreeze: {:6} {:>8} of {} bytes\n",
            region.name, region.used, region.length
        ));
    }
    if let (Some(image), Some(firmware)) = (&built.image, &built.firmware) {
        text.push_str(&format!(
            "mpfreeze: flash: the program's sections take {} bytes; with boot loader and partition table {} are written, as a file of {}\n",
            image.stored_bytes(),
            firmware.written(),
            firmware.merged().len()
        ));
    }
    text
}
