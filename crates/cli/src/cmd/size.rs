//! `mpfreeze size`: what takes the space in an image, and whether it keeps to a budget.

use crate::args::{Output, Size};
use crate::cmd::{Exit, print, request, stopped};
use crate::render;
use mpf_driver::{Extra, Session, Stop, image};

pub fn run(args: &Size, output: &Output) -> Exit {
    let mut session = Session::new();
    let built = match mpf_driver::build(&request(&args.program), Extra::default(), &mut session) {
        Ok(built) => built,
        Err(stop) => return stopped(stop, &session, output),
    };
    let Some(linked) = &built.image else {
        return Exit::usage(&format!(
            "board `{}` has no image; choose another with -b (`mpfreeze boards` lists them)",
            built.board.name
        ));
    };
    let flash = linked.stored_bytes();
    if let Some(budget) = args.budget
        && flash > budget
    {
        session
            .diagnostics
            .push(image::over_budget("flash", flash, budget, linked));
        return stopped(Stop, &session, output);
    }
    render::show(&session, output);
    if args.json {
        return print(&image::size_json(linked));
    }
    let mut text = format!(
        "flash {flash:>8} bytes\nRAM   {:>8} bytes besides stacks and heap\n",
        linked.static_ram()
    );
    for region in &linked.regions {
        text.push_str(&format!(
            "{:5} {:>8} used, {} reserved for stacks and heap, of {}\n",
            region.name, region.used, region.reserved, region.length
        ));
    }
    text.push_str("largest:\n");
    for (name, size) in image::largest(linked, args.top) {
        text.push_str(&format!("{size:>8}  {}\n", image::readable(&name)));
    }
    print(&text)
}
