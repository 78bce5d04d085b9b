//! Which function performs the cold form of each opcode. The host uses the table below; on a chip the table is part of
//! the frozen object and holds only the operations that its code uses.

use super::Cold;
use mpf_bytecode::Opcode;

macro_rules! cold_table {
    ($($function:path : $($name:ident)*;)*) => {
        /// The cold operation of an opcode, as function and as linker symbol.
        #[cfg(not(target_os = "none"))]
        pub const fn entry(op: Opcode) -> (Cold, &'static str) {
            match op { $($(Opcode::$name)|* => ($function as Cold, symbol(stringify!($function))),)* }
        }
    };
}

/// The symbol of the same operation for an image in which there are no floats.
#[cfg(not(target_os = "none"))]
pub fn without_floats(symbol: &'static str) -> &'static str {
    match symbol {
        "mpf_op_neg_float" => "mpf_op_unary",
        _ => symbol.strip_suffix("_float").unwrap_or(symbol),
    }
}

/// Last segment of a path.
#[cfg(not(target_os = "none"))]
const fn symbol(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b':' && bytes[start - 1] != b' ' {
        start -= 1;
    }
    path.split_at(start).1
}

cold_table! {
    super::ops_variable::mpf_op_plain: Mov LoadImm LoadConst OpDone StoreGlobal StoreCell Is IsNot Jump JumpNone JumpNotNone JumpUnbound JumpIs Return ReturnNone Halt
        SetSlot AddSmall SubSmall MulSmall AndSmall XorSmall AddImmSmall;
    super::ops_variable::mpf_op_load_global: LoadGlobal;
    super::ops_variable::mpf_op_delete_global: DeleteGlobal;
    super::ops_variable::mpf_op_load_global_or: LoadGlobalOr;
    super::ops_variable::mpf_op_load_name: LoadName;
    super::ops_variable::mpf_op_store_name: StoreName;
    super::ops_variable::mpf_op_delete_name: DeleteName;
    super::ops_variable::mpf_op_check_bound: CheckBound;
    super::ops_variable::mpf_op_make_cell: MakeCell;
    super::ops_variable::mpf_op_load_cell: LoadCell;
    super::ops_variable::mpf_op_delete_cell: DeleteCell;
    super::ops_variable::mpf_op_closure_cell: ClosureCell;
    super::ops_attribute::mpf_op_get_attr: GetAttr GetSlot GetSlotOrNone;
    super::ops_attribute::mpf_op_set_attr: SetAttr SetSlotOrNone;
    super::ops_attribute::mpf_op_del_attr: DelAttr;
    super::ops_attribute::mpf_op_load_special: LoadSpecial;
    super::ops_attribute::mpf_op_load_super: LoadSuper;
    super::ops_attribute::mpf_op_load_method_of: LoadMethodOf;
    super::ops_item::mpf_op_get_item: GetItem GetItemList;
    super::ops_item::mpf_op_set_item: SetItem SetItemList;
    super::ops_item::mpf_op_del_item: DelItem;
    super::ops_item::mpf_op_make_slice: MakeSlice;
    super::ops_operator::mpf_op_binary: MatMul;
    super::ops_operator::mpf_op_inplace: IMatMul;
    super::ops_number::mpf_op_pow_float: Pow IPow;
    super::ops_number::mpf_op_add_float: Add IAdd;
    super::ops_number::mpf_op_add_imm_float: AddImm IAddImm;
    super::ops_number::mpf_op_sub_float: Sub ISub;
    super::ops_number::mpf_op_sub_imm_float: SubImm ISubImm;
    super::ops_number::mpf_op_mul_float: Mul IMul;
    super::ops_number::mpf_op_true_div: TrueDiv ITrueDiv;
    super::ops_number::mpf_op_floor_div_float: FloorDiv IFloorDiv;
    super::ops_number::mpf_op_mod_float: Mod IMod;
    super::ops_number::mpf_op_lshift: LShift ILShift;
    super::ops_number::mpf_op_rshift: RShift IRShift;
    super::ops_number::mpf_op_and: And IAnd;
    super::ops_number::mpf_op_or: Or IOr;
    super::ops_number::mpf_op_xor: Xor IXor;
    super::ops_number::mpf_op_neg_float: Neg;
    super::ops_operator::mpf_op_unary: Pos Invert;
    super::ops_operator::mpf_op_binary_imm: IAddJumpLt AddJumpLt;
    super::ops_operator::mpf_op_not: Not;
    super::ops_operator::mpf_op_len: Len;
    super::ops_number::mpf_op_compare_float: Lt Le Eq Ne Gt Ge;
    super::ops_item::mpf_op_in: In NotIn;
    super::ops_operator::mpf_op_jump_truth: JumpTrue JumpFalse;
    super::ops_number::mpf_op_jump_compare_float: JumpLt JumpLe JumpEq JumpNe JumpGt JumpGe JumpNotLt JumpNotLe JumpNotEq JumpNotNe JumpNotGt JumpNotGe
        JumpLtImm JumpLeImm JumpEqImm JumpNeImm JumpGtImm JumpGeImm JumpNotLtImm JumpNotLeImm JumpNotEqImm JumpNotNeImm JumpNotGtImm JumpNotGeImm;
    super::ops_item::mpf_op_jump_in: JumpIn;
    super::ops_iterate::mpf_op_get_iter: GetIter;
    super::ops_iterate::mpf_op_for_iter: ForIter;
    super::ops_iterate::mpf_op_for_prep: ForPrep;
    super::ops_iterate::mpf_op_for_range: ForRange ForRangeUp;
    super::generator::mpf_op_send: Send;
    super::ops_build::mpf_op_build_tuple: BuildTuple;
    super::ops_build::mpf_op_build_list: BuildList;
    super::ops_build::mpf_op_build_set: BuildSet;
    super::ops_build::mpf_op_build_dict: BuildDict;
    super::ops_build::mpf_op_list_append: ListAppend;
    super::ops_build::mpf_op_set_add: SetAdd;
    super::ops_build::mpf_op_dict_insert: DictInsert;
    super::ops_build::mpf_op_list_extend: ListExtend;
    super::ops_build::mpf_op_set_update: SetUpdate;
    super::ops_build::mpf_op_dict_update: DictUpdate;
    super::ops_build::mpf_op_dict_merge: DictMerge;
    super::ops_build::mpf_op_list_to_tuple: ListToTuple;
    super::ops_iterate::mpf_op_unpack: Unpack;
    super::ops_iterate::mpf_op_unpack_star: UnpackStar;
    super::ops_build::mpf_op_format_value: FormatValue;
    super::ops_build::mpf_op_format_spec: FormatSpec;
    super::ops_build::mpf_op_build_string: BuildString;
    super::call::mpf_op_call: Call;
    super::call::mpf_op_call_direct: CallDirect;
    super::call::mpf_op_call_method: CallMethod;
    super::call::mpf_op_call_kw: CallKw;
    super::call::mpf_op_call_ex: CallEx;
    super::ops_class::mpf_op_make_function: MakeFunction;
    super::ops_class::mpf_op_make_class: MakeClass;
    super::ops_class::mpf_op_import_module: ImportModule;
    super::ops_exception::mpf_op_raise: Raise;
    super::ops_exception::mpf_op_raise_from: RaiseFrom;
    super::ops_exception::mpf_op_reraise: Reraise;
    super::ops_exception::mpf_op_reraise_current: ReraiseCurrent;
    super::ops_exception::mpf_op_push_handled: PushHandled;
    super::ops_exception::mpf_op_pop_handled: PopHandled;
    super::ops_exception::mpf_op_match_exception: MatchException;
    super::ops_exception::mpf_op_split_group: SplitGroup;
    super::ops_exception::mpf_op_assert_fail: AssertFail;
    super::generator::mpf_op_yield: Yield;
    super::generator::mpf_op_return_gen: ReturnGen;
    super::ops_match::mpf_op_match_sequence: MatchSequence;
    super::ops_match::mpf_op_match_mapping: MatchMapping;
    super::ops_match::mpf_op_match_keys: MatchKeys;
    super::ops_match::mpf_op_match_class: MatchClass;
    super::construct::mpf_op_init_done: InitDone;
    super::special::mpf_op_special: SpecialDone;
}

#[cfg(not(target_os = "none"))]
static TABLE: [Cold; mpf_bytecode::opcodes::ALL.len()] = {
    let mut table: [Cold; mpf_bytecode::opcodes::ALL.len()] =
        [super::ops_variable::mpf_op_plain; mpf_bytecode::opcodes::ALL.len()];
    let mut i = 0;
    while i < table.len() {
        table[i] = entry(mpf_bytecode::opcodes::ALL[i]).0;
        i += 1;
    }
    table
};

/// The cold operation of `op`.
#[inline(always)]
pub fn cold(op: Opcode) -> Cold {
    #[cfg(not(target_os = "none"))]
    {
        TABLE[op as usize]
    }
    #[cfg(target_os = "none")]
    {
        // Where a loop calls handlers and cold operations alike, one table holds both; there only opcodes without a
        // handler are asked for.
        unsafe extern "Rust" {
            #[cfg_attr(
                all(target_arch = "arm", not(target_has_atomic = "32")),
                link_name = "mpf_steps"
            )]
            static mpf_op_table: [Cold; mpf_bytecode::opcodes::ALL.len()];
        }
        // SAFETY: the freezer fills the entry of every opcode that occurs in the image.
        unsafe { *(&raw const mpf_op_table).cast::<Cold>().add(op as usize) }
    }
}
