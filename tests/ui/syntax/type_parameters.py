class A[T, T]: pass  #~ MPF0126: duplicate type parameter 'T'
class B[T = int, U]: pass  #~ MPF0126: non-default type parameter 'U' follows default type parameter
def f[*Ts: int](): pass  #~ MPF0126: cannot use bound with TypeVarTuple
def g[**P: int](): pass  #~ MPF0126: cannot use bound with ParamSpec
type X = (yield)  #~ MPF0126: yield expression cannot be used within a type alias
def h[T: (y := 1)](): pass  #~ MPF0126: named expression cannot be used within a TypeVar bound
def i(a: (yield)): pass  #~ MPF0126: yield expression cannot be used within an annotation
x: (z := 1)  #~ MPF0126: named expression cannot be used within an annotation
class C[]: pass  #~ MPF0101: invalid syntax
