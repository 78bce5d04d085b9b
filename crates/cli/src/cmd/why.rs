//! `mpfreeze why`: the chain of references that keeps something in an image.

use crate::args::{Output, Why};
use crate::cmd::{Exit, print, request, stopped};
use crate::render;
use mpf_board::closest;
use mpf_driver::{Extra, Session, image};

pub fn run(args: &Why, output: &Output) -> Exit {
    let mut session = Session::new();
    let built = match mpf_driver::build(&request(&args.program), Extra::default(), &mut session) {
        Ok(built) => built,
        Err(stop) => return stopped(stop, &session, output),
    };
    render::show(&session, output);
    let Some(linked) = &built.image else {
        return Exit::usage(&format!(
            "board `{}` has no image; choose another with -b (`mpfreeze boards` lists them)",
            built.board.name
        ));
    };
    // A bare name stands for a builtin type, function, module or a function of the program.
    let spellings = [
        args.name.clone(),
        format!("mpf_type_{}", args.name),
        format!("mpf_{}", args.name),
        args.name.replace('.', "_"),
    ];
    // What `size` shows is an answer to give here too.
    let by_readable_name = || {
        let symbols = &mut linked.symbols.iter();
        let symbol = symbols.find(|symbol| image::readable(&symbol.name) == args.name)?;
        linked.why(&symbol.name)
    };
    let chain = spellings.iter().find_map(|name| linked.why(name));
    let Some(chain) = chain.or_else(by_readable_name) else {
        let names = linked.symbols.iter().map(|symbol| symbol.name.as_str());
        let hint = match closest(&args.name, names) {
            Some(near) => format!("; the nearest name that is there: `{near}`"),
            None => String::new(),
        };
        // Not being there is an answer, and what one hopes for.
        return print(&format!("`{}` is not in the image{hint}\n", args.name));
    };
    let mut text = String::new();
    for (depth, step) in chain.iter().enumerate() {
        let piece = &linked.pieces[step.piece];
        let name = image::readable(step.symbol.as_deref().unwrap_or(&piece.name));
        let arrow = if depth == 0 { "" } else { "needs " };
        text.push_str(&format!(
            "{:indent$}{arrow}{name} ({} bytes, {})\n",
            "",
            piece.size,
            piece.file,
            indent = depth
        ));
    }
    print(&text)
}
