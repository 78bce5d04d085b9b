//! `mpfreeze explain`: the catalogue's text about a diagnostic code, or the list of all codes.

use crate::args::Explain;
use crate::cmd::{Exit, print};
use mpf_board::closest;
use mpf_diagnostics::Code;

pub fn run(args: &Explain) -> Exit {
    let Some(text) = &args.code else {
        let mut list = String::new();
        for code in Code::ALL {
            list.push_str(&format!(
                "{} {:7} {}\n",
                code,
                code.severity().as_str(),
                code.title()
            ));
        }
        return print(&list);
    };
    match Code::from_id(text) {
        Some(code) => print(&format!(
            "{} ({}): {}\n\n{}\n",
            code,
            code.severity().as_str(),
            code.title(),
            code.explanation()
        )),
        None => {
            let ids: Vec<String> = Code::ALL.iter().map(|code| code.id()).collect();
            let upper = text.to_uppercase();
            let hint = match closest(&upper, ids.iter().map(String::as_str)) {
                Some(near) => format!("did you mean {near}?"),
                None => "`mpfreeze explain` lists all codes".into(),
            };
            Exit::usage(&format!("there is no diagnostic `{text}`; {hint}"))
        }
    }
}
