//! Runs a program on the simulator: `runpy [--no-preload] [--gc-stress] [--disasm] FILE`. For daily work on the runtime.
use mpf_codegen::Compiler;
use mpf_driver::{Request, Session, check, world};
use mpf_freeze::{Options, execute};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |n: &str| args.iter().any(|a| a == n);
    let Some(input) = args.iter().find(|a| !a.starts_with("--")) else {
        return;
    };
    let request = Request {
        input: input.into(),
        board: None,
        release: false,
        preload: !flag("--no-preload"),
        gc_stress: flag("--gc-stress"),
        stats: false,
        target_dir: None,
        output: None,
        timeout: None,
    };
    let mut session = Session::new();
    let Ok(checked) = check(&request, &mut session) else {
        for d in &session.diagnostics {
            eprintln!("{:?}", d);
        }
        std::process::exit(1);
    };
    let world = world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    let options = Options {
        preload: request.preload,
        stress: request.gc_stress,
        heap: 64 << 20,
        ..Options::default()
    };
    let main = mpf_bytecode::unit::ModuleId(0);
    match execute(&mut compiler, main, &options) {
        Err(ds) => {
            for d in ds {
                eprintln!("{:?}", d);
            }
            std::process::exit(1);
        }
        Ok(mut done) => {
            if flag("--disasm") {
                for u in &compiler.program.units {
                    eprintln!("{}", mpf_bytecode::disasm::unit(u));
                }
            }
            if flag("-v") {
                for d in &done.deferred {
                    eprintln!(
                        "deferred {}..{}: {}",
                        d.span.start,
                        d.span.end,
                        d.reason.text()
                    );
                }
            }
            let code = done.machine.codes[&done.main];
            let r = done.machine.run(
                code,
                done.main_module,
                Box::new(std::io::LineWriter::new(std::io::stdout())),
            );
            if let Some(e) = r.exception {
                eprintln!("{e}");
            }
            std::process::exit(r.status);
        }
    }
}
