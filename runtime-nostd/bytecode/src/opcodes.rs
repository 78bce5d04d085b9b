//! The one opcode table. Each row: name, operand format, roles of the operands, meaning.
//! Encoder, decoder, disassembler, verifier, the VM's dispatch and `docs/bytecode.md` derive from it.
//!
//! An instruction is a multiple of two bytes: opcode, then byte operands A, B, C, then an optional little-endian
//! 16-bit D. Register operands are byte offsets into the frame (index times 4). Jump offsets are signed bytes
//! relative to the start of the instruction; constant operands are signed byte offsets from the start of the
//! instruction to a 4-aligned word of the code object's pool.

/// Which operand fields an instruction carries. Sizes in bytes: `A` 2, `ABC` 4, `AD` 4, `ABCD` 6.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    A,
    ABC,
    AD,
    ABCD,
}

impl Format {
    /// Bytes of an instruction of this format.
    pub const fn size(self) -> usize {
        match self {
            Format::A => 2,
            Format::ABC | Format::AD => 4,
            Format::ABCD => 6,
        }
    }
}

/// Role of one operand, for the verifier and the disassembler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Unused, must be zero.
    None,
    /// A register that is read.
    Read,
    /// A register that is written.
    Write,
    /// A register that is read and written.
    Update,
    /// First register of a call window: callee, link, then arguments.
    Window,
    /// First register of a run (its length is another operand).
    Base,
    /// A count (not a register).
    Count,
    /// A small unsigned number whose meaning the opcode gives.
    Imm,
    /// A number 0…127, in the code as its double: what it adds to a small int.
    Double,
    /// A number 0…127, in the code as the word of that small int.
    Small,
    /// D: signed jump offset.
    Jump,
    /// D: constant of the pool.
    Const,
    /// D: number of a module-global slot, in the code as its byte offset.
    Global,
    /// D: a plain unsigned number.
    Number,
    /// D: bits of an immediate value, sign-extended to 32.
    Value,
}

/// Calls `$m!` with every opcode row: `Name Format [roles] "meaning";`
#[macro_export]
macro_rules! for_each_opcode {
    ($m:ident) => {
        $m! {
            // ---- the VM itself
            InitDone ABC [Read None None None] "end of the stub frame around __init__: TypeError unless A is None; returns register 0";
            OpDone ABC [Read None None None] "end of the stub frame around Python code that an instruction runs: A is its result, register 0 the distance between the frames";
            SpecialDone ABC [Read None None None] "end of the stub frame around a special method: finishes the operator or subscription that called it. A as for OpDone, register 0 also says which method it was";
            Halt A [None] "leave the loop: end of a call made from Rust";
            // ---- moves and constants
            Mov ABC [Write Read None None] "A = B";
            LoadImm AD [Write None None Value] "A = the immediate value D (small int, None, bool, …; 0 makes A unbound)";
            LoadConst AD [Write None None Const] "A = constant D";
            LoadGlobal AD [Write None None Global] "A = global D; NameError when unbound";
            StoreGlobal AD [Read None None Global] "global D = A";
            DeleteGlobal AD [None None None Global] "unbind global D; NameError when unbound";
            LoadGlobalOr ABCD [Write Read None Global] "A = global D, or B (the builtin of that name, or unbound) when unbound";
            LoadName ABCD [Write Read Imm Const] "class body: A = namespace B[name D] if present; else C=0: keep A (loaded before), C=1: raise NameError";
            StoreName ABCD [Read Read None Const] "class body: namespace B[name D] = A";
            DeleteName ABCD [None Read None Const] "class body: delete namespace B[name D]; NameError when absent";
            CheckBound AD [Read None None Const] "UnboundLocalError (name D) when A is unbound";
            // ---- calls: all 6 bytes, A window, C result
            Call ABCD [Window Count Write None] "C = A(A+2 …), B positional arguments";
            CallDirect ABCD [Window Count Write Const] "C = D(A+2 …), B positional arguments; D a plain function of B parameters. The freezer makes it of Call";
            CallMethod ABCD [Window Count Write Const] "C = (A+2).D(A+3 …), B arguments without the receiver; a plain method gets the receiver in A+2";
            CallKw ABCD [Window Count Write Const] "C = A(…): B arguments, of which the last len(D) are keywords named by tuple D";
            CallEx ABCD [Window Imm Write None] "C = A(*A+2, **A+3): A+2 a list or tuple, A+3 a dict or None";
            Return A [Read] "return A from a plain function";
            ReturnNone A [None] "return None from a plain function";
            // ---- cells
            MakeCell ABC [Write Read None None] "A = new cell holding B (which may be unbound)";
            LoadCell ABCD [Write Read None Const] "A = content of cell B; NameError (name D) when unbound";
            StoreCell ABC [Read Read None None] "content of cell B = A";
            DeleteCell ABCD [None Read None Const] "unbind cell B; NameError (name D) when unbound";
            ClosureCell ABC [Write Count None None] "A = the B-th cell of the running function's closure";
            // ---- attributes and items
            GetAttr ABCD [Write Read None Const] "A = B.D";
            SetAttr ABCD [Read Read None Const] "B.D = A";
            DelAttr ABCD [None Read None Const] "del B.D";
            GetItem ABC [Write Read Read None] "A = B[C]";
            SetItem ABC [Read Read Read None] "B[C] = A";
            DelItem ABC [None Read Read None] "del B[C]";
            MakeSlice ABC [Write Base None None] "A = slice(B, B+1, B+2)";
            // ---- arithmetic (three-address; the in-place forms call __iadd__ … first)
            Add ABC [Write Read Read None] "A = B + C";
            Sub ABC [Write Read Read None] "A = B - C";
            Mul ABC [Write Read Read None] "A = B * C";
            TrueDiv ABC [Write Read Read None] "A = B / C";
            FloorDiv ABC [Write Read Read None] "A = B // C";
            Mod ABC [Write Read Read None] "A = B % C";
            Pow ABC [Write Read Read None] "A = B ** C";
            LShift ABC [Write Read Read None] "A = B << C";
            RShift ABC [Write Read Read None] "A = B >> C";
            And ABC [Write Read Read None] "A = B & C";
            Or ABC [Write Read Read None] "A = B | C";
            Xor ABC [Write Read Read None] "A = B ^ C";
            MatMul ABC [Write Read Read None] "A = B @ C";
            IAdd ABC [Write Read Read None] "A = B += C";
            ISub ABC [Write Read Read None] "A = B -= C";
            IMul ABC [Write Read Read None] "A = B *= C";
            ITrueDiv ABC [Write Read Read None] "A = B /= C";
            IFloorDiv ABC [Write Read Read None] "A = B //= C";
            IMod ABC [Write Read Read None] "A = B %= C";
            IPow ABC [Write Read Read None] "A = B **= C";
            ILShift ABC [Write Read Read None] "A = B <<= C";
            IRShift ABC [Write Read Read None] "A = B >>= C";
            IAnd ABC [Write Read Read None] "A = B &= C";
            IOr ABC [Write Read Read None] "A = B |= C";
            IXor ABC [Write Read Read None] "A = B ^= C";
            IMatMul ABC [Write Read Read None] "A = B @= C";
            AddImm ABC [Write Read Double None] "A = B + C, C a number 0…127";
            SubImm ABC [Write Read Double None] "A = B - C, C a number 0…127";
            IAddImm ABC [Write Read Double None] "A = B += C, C a number 0…127";
            ISubImm ABC [Write Read Double None] "A = B -= C, C a number 0…127";
            Neg ABC [Write Read None None] "A = -B";
            Pos ABC [Write Read None None] "A = +B";
            Invert ABC [Write Read None None] "A = ~B";
            Not ABC [Write Read None None] "A = not B";
            Len ABC [Write Read None None] "A = len(B), where nothing hides the builtin";
            // ---- comparisons to a value
            Lt ABC [Write Read Read None] "A = B < C";
            Le ABC [Write Read Read None] "A = B <= C";
            Eq ABC [Write Read Read None] "A = B == C";
            Ne ABC [Write Read Read None] "A = B != C";
            Gt ABC [Write Read Read None] "A = B > C";
            Ge ABC [Write Read Read None] "A = B >= C";
            Is ABC [Write Read Read None] "A = B is C";
            IsNot ABC [Write Read Read None] "A = B is not C";
            In ABC [Write Read Read None] "A = B in C";
            NotIn ABC [Write Read Read None] "A = B not in C";
            // ---- jumps; backward jumps poll for interrupts
            Jump AD [None None None Jump] "pc += D";
            JumpTrue AD [Read None None Jump] "if A is true: pc += D";
            JumpFalse AD [Read None None Jump] "if A is false: pc += D";
            JumpNone AD [Read None None Jump] "if A is None: pc += D";
            JumpNotNone AD [Read None None Jump] "if A is not None: pc += D";
            JumpLt ABCD [Read Read None Jump] "if A < B: pc += D";
            JumpLe ABCD [Read Read None Jump] "if A <= B: pc += D";
            JumpEq ABCD [Read Read None Jump] "if A == B: pc += D";
            JumpNe ABCD [Read Read None Jump] "if A != B: pc += D";
            JumpGt ABCD [Read Read None Jump] "if A > B: pc += D";
            JumpGe ABCD [Read Read None Jump] "if A >= B: pc += D";
            JumpNotLt ABCD [Read Read None Jump] "if not A < B: pc += D";
            JumpNotLe ABCD [Read Read None Jump] "if not A <= B: pc += D";
            JumpNotEq ABCD [Read Read None Jump] "if not A == B: pc += D";
            JumpNotNe ABCD [Read Read None Jump] "if not A != B: pc += D";
            JumpNotGt ABCD [Read Read None Jump] "if not A > B: pc += D";
            JumpNotGe ABCD [Read Read None Jump] "if not A >= B: pc += D";
            JumpLtImm ABCD [Read Small None Jump] "if A < B: pc += D, B a number 0…127";
            JumpLeImm ABCD [Read Small None Jump] "if A <= B: pc += D, B a number 0…127";
            JumpEqImm ABCD [Read Small None Jump] "if A == B: pc += D, B a number 0…127";
            JumpNeImm ABCD [Read Small None Jump] "if A != B: pc += D, B a number 0…127";
            JumpGtImm ABCD [Read Small None Jump] "if A > B: pc += D, B a number 0…127";
            JumpGeImm ABCD [Read Small None Jump] "if A >= B: pc += D, B a number 0…127";
            JumpNotLtImm ABCD [Read Small None Jump] "if not A < B: pc += D, B a number 0…127";
            JumpNotLeImm ABCD [Read Small None Jump] "if not A <= B: pc += D, B a number 0…127";
            JumpNotEqImm ABCD [Read Small None Jump] "if not A == B: pc += D, B a number 0…127";
            JumpNotNeImm ABCD [Read Small None Jump] "if not A != B: pc += D, B a number 0…127";
            JumpNotGtImm ABCD [Read Small None Jump] "if not A > B: pc += D, B a number 0…127";
            JumpNotGeImm ABCD [Read Small None Jump] "if not A >= B: pc += D, B a number 0…127";
            IAddJumpLt ABCD [Update Read Double Jump] "A += C, C a number 0…127; then, if A and B are small ints and A < B: pc += D. The comparison itself stands behind";
            AddJumpLt ABCD [Update Read Double Jump] "the same for A = A + C";
            JumpIs ABCD [Read Read Imm Jump] "if (A is B) == C: pc += D";
            JumpIn ABCD [Read Read Imm Jump] "if (A in B) == C: pc += D";
            JumpUnbound AD [Read None None Jump] "if A is unbound: pc += D";
            // ---- iteration
            GetIter ABC [Write Read None None] "A = iter(B)";
            ForIter ABCD [Read Write Window Jump] "B = next(A) and pc += D; on exhaustion go on; C: first register of a free window";
            ForPrep ABC [Base Count None None] "A…A+2 = hidden state of `for … in range(A, A+1, A+2)`; B of them are given (1…3). Ints only, else as range() raises";
            ForRange ABCD [Base Write None Jump] "B = next value of the range state A…A+2 and pc += D; at the end go on";
            ForRangeUp ABCD [Base Write None Jump] "ForRange for a state whose step was not given: it is 1";
            Send ABCD [Read Update Window Jump] "B = A.send(B) (next when None); when A ends: B = its return value, pc += D; C: free window";
            // ---- building
            BuildTuple ABC [Write Base Count None] "A = tuple of C registers from B";
            BuildList ABC [Write Base Count None] "A = list of C registers from B";
            BuildSet ABC [Write Base Count None] "A = set of C registers from B";
            BuildDict ABC [Write Base Count None] "A = dict of C key/value pairs from B";
            ListAppend ABC [Read Read None None] "append B to list A (comprehensions, long displays)";
            SetAdd ABC [Read Read None None] "add B to set A";
            DictInsert ABC [Read Read Read None] "dict A[B] = C";
            ListExtend ABC [Read Read None None] "extend list A by iterable B (`[*b]`)";
            SetUpdate ABC [Read Read None None] "update set A by iterable B";
            DictUpdate ABC [Read Read None None] "update dict A by mapping B (`{**b}`)";
            DictMerge ABCD [Read Read None Const] "merge mapping B into keyword dict A of a call; TypeError on a repeated or non-str key";
            ListToTuple ABC [Write Read None None] "A = tuple(list B)";
            Unpack ABC [Base Read Count None] "A…A+C-1 = the C items of iterable B";
            UnpackStar ABCD [Base Read Count Number] "A… = C items, a list of the rest, D items";
            FormatValue ABCD [Write Read Imm Const] "A = format(B) after conversion C (0 none, 1 str, 2 repr, 3 ascii), format spec constant D (\"\" when none)";
            FormatSpec ABC [Update Read Imm None] "A = format(B) after conversion C with the format spec in A";
            BuildString ABC [Write Base Count None] "A = concatenation of C strings from B";
            // ---- functions and classes
            MakeFunction ABCD [Write Base Imm Const] "A = function of code D; parts from B on in this order if their bit is set in C: 1 defaults tuple, 2 keyword defaults dict, 4 closure tuple, 8 annotations (dropped)";
            MakeClass ABCD [Write Base Imm Const] "A = class D (qualified name); B bases tuple, B+1 namespace dict, B+2 keyword dict or None, B+3 the __class__ cell or None";
            ImportModule ABCD [Window None Write Const] "C = module D; at its first import its body is called first (in window A; it returns the module)";
            LoadSpecial ABCD [Write Read None Const] "A = type(B).D bound to B, looked up on the class only; TypeError of `with` when there is none";
            LoadSuper ABCD [Write Read Read Const] "A = super(B, C).D without making the super object";
            LoadMethodOf ABCD [Write Read None Const] "match class patterns: A = B.D, or unbound when there is no such attribute";
            // ---- exceptions: tables say which handler; these only move state
            Raise ABC [Read None None None] "raise A (class or instance)";
            RaiseFrom ABC [Read Read None None] "raise A from B";
            Reraise ABC [Read None None None] "raise A again, traceback and context kept";
            ReraiseCurrent ABC [None None None None] "bare `raise`: the exception being handled; RuntimeError when none";
            PushHandled ABC [Write Read None None] "A = the exception being handled until now; B is being handled from now on";
            PopHandled ABC [Read None None None] "A (or None) is being handled again";
            MatchException ABC [Write Read Read None] "A = exception B is an instance of class or tuple C; TypeError when C is neither";
            SplitGroup ABC [Base Read Read None] "except*: A = matching part of group B for C or None, A+1 = the rest or None";
            AssertFail ABC [Read None None None] "raise AssertionError(A), without argument when A is unbound";
            // ---- generators
            Yield ABC [Write Read Imm None] "yield B; A = the value sent in. C: 0, or 1 + register of the iterator that `yield from` drains";
            ReturnGen ABC [Read None None None] "end the generator with return value A";
            // ---- pattern matching
            MatchSequence ABC [Write Read None None] "A = B is a sequence as match sees it";
            MatchMapping ABC [Write Read None None] "A = B is a mapping as match sees it";
            MatchKeys ABC [Write Read Read None] "A = tuple of B[k] for the keys of tuple C, or None when one is absent";
            MatchClass ABCD [Update Read Read Const] "A = tuple of the attributes of B that class C and its __match_args__ name (A = number of positional sub-patterns, a small int, before; D: tuple of keyword names), or None";
            // ---- forms without guards, which the freezer puts where it has proved the types
            GetSlot ABCD [Write Read Imm Const] "A = B.D, which is in the word C bytes into the instance B";
            SetSlot ABCD [Read Read Imm Const] "B.D = A, which is in the word C bytes into the instance B";
            GetSlotOrNone ABCD [Write Read Imm Const] "GetSlot where B may be None";
            SetSlotOrNone ABCD [Read Read Imm Const] "SetSlot where B may be None";
            AddSmall ABC [Write Read Read None] "A = B + C: small ints, as is the result";
            SubSmall ABC [Write Read Read None] "A = B - C: small ints, as is the result";
            MulSmall ABC [Write Read Read None] "A = B * C: small ints, as is the result";
            AndSmall ABC [Write Read Read None] "A = B & C: small ints";
            XorSmall ABC [Write Read Read None] "A = B ^ C: small ints";
            AddImmSmall ABC [Write Read Double None] "A = B + C, C a number 0…127: small ints, as is the result";
            GetItemList ABC [Write Read Read None] "A = B[C], B a list";
            SetItemList ABC [Read Read Read None] "B[C] = A, B a list";
        }
    };
}

macro_rules! define {
    ($($name:ident $format:ident [$($role:ident)*] $doc:literal;)*) => {
        /// One opcode; the discriminant is its byte.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Opcode { $(#[doc = $doc] $name,)* }

        /// Every opcode in table order.
        pub const ALL: &[Opcode] = &[$(Opcode::$name,)*];

        impl Opcode {
            /// Operand format.
            pub const fn format(self) -> Format { match self { $(Opcode::$name => Format::$format,)* } }
            /// Roles of A, B, C, D (format `A` has one entry).
            pub const fn roles(self) -> &'static [Role] { match self { $(Opcode::$name => &[$(Role::$role),*],)* } }
            /// Name as the disassembler prints it.
            pub const fn name(self) -> &'static str { match self { $(Opcode::$name => stringify!($name),)* } }
            /// One-line meaning.
            pub const fn meaning(self) -> &'static str { match self { $(Opcode::$name => $doc,)* } }
            /// The opcode of a byte.
            pub const fn from_byte(byte: u8) -> Option<Opcode> {
                if (byte as usize) < ALL.len() { Some(ALL[byte as usize]) } else { None }
            }
        }
    };
}
for_each_opcode!(define);
