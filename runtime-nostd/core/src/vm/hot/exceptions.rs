//! What happens in exception handlers.

macro_rules! exceptions {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        PushHandled (m) { quick!(m, ops_exception::quick_push_handled) }
        PopHandled (m) { quick!(m, ops_exception::quick_pop_handled) }
        MatchException (m) { quick!(m, ops_exception::quick_match) }
    } };
}
