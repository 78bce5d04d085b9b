//! Programs whose n-th allocation fails, for many n: the heap must be in order after each failure, and the program ends
//! with MemoryError or goes on as it likes. Everything runs with a collection that moves every object at every allocation.

use crate::pipeline::{execute, load};
use crate::session::{Request, Session};
use mpf_codegen::Compiler;
use mpf_core::gc::verify::verify_heap;
use mpf_core::host::FailingAllocations;
use mpf_freeze::Executed;
use std::path::{Path, PathBuf};

/// More than any of the programs needs.
const FUEL: u64 = 20_000_000;
/// Each program runs about so many times.
const RUNS: u64 = 40;

fn request(input: PathBuf) -> Request {
    Request {
        input,
        board: Some("sim".into()),
        release: false,
        preload: false,
        gc_stress: true,
        stats: false,
        target_dir: None,
        output: None,
        timeout: None,
        locked: false,
    }
}

/// One run; the counts of allocations and the exception at the end.
fn run(executed: &mut Executed, every: u64) -> (FailingAllocations, Option<String>) {
    let machine = &mut executed.machine;
    machine.vm.set_stress(true);
    machine.vm.host.failing = FailingAllocations {
        every,
        ..FailingAllocations::default()
    };
    machine.vm.host.fuel_end = FUEL;
    let code = machine.codes[&executed.main];
    let result = machine.run(code, executed.main_module, Box::new(std::io::sink()));
    let counts = machine.vm.host.failing;
    machine.vm.host.failing = FailingAllocations::default();
    if let Err(text) = verify_heap(&machine.vm) {
        panic!("every {every}-th allocation failed: {text}");
    }
    (counts, result.exception)
}

fn check(program: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lang");
    let request = request(path.join(program));
    let mut session = Session::new();
    let checked = load(&request, &mut session).expect(program);
    let world = crate::world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    let mut executed =
        execute(&mut compiler, &checked, &request, true, &mut session).expect(program);
    let start = executed.machine.vm.snapshot();
    let (clean, exception) = run(&mut executed, 0);
    assert_eq!(exception, None, "{program}");
    assert!(clean.asked >= RUNS, "{program} allocates {}", clean.asked);
    let mut every = 1;
    let mut ended_by_it = 0;
    while every <= clean.asked {
        executed.machine.vm.restore(&start);
        let (counts, exception) = run(&mut executed, every);
        assert!(counts.failed > 0, "{program}: none of {every} failed");
        if let Some(text) = exception {
            assert!(
                text.starts_with("MemoryError"),
                "{program}, {every}: {text}"
            );
            ended_by_it += 1;
        }
        every += 1 + every.min(clean.asked / RUNS);
    }
    assert!(ended_by_it > 0, "{program} never noticed");
}

macro_rules! programs {
    ($($name:ident: $path:literal)*) => {
        $(#[test]
        fn $name() {
            check($path);
        })*
    };
}

programs! {
    bank: "programs/bank.py"
    calculator: "programs/calculator.py"
    churn: "programs/churn.py"
    json_like: "programs/json_like.py"
    lru_cache: "programs/lru_cache.py"
    scheduler: "programs/scheduler.py"
    text_wrap: "programs/text_wrap.py"
    chaining: "exceptions/chaining.py"
    raise_forms: "exceptions/raise_forms.py"
}
