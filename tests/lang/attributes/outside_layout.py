# Attributes that no method of the class stores hide its methods, on that instance only.
class A:
    def __init__(self): self.x = 1
    def m(self): return "A.m"
    def n(self): return "A.n"
class B:
    def __init__(self): self.q = 2; self.m = 3
def setq(o, v): o.q = v
def hide(o, f): o.m = f
def go():
    a, b = A(), A()
    print(a.m(), b.m())
    setq(b, 5); print(b.q, b.m(), b.n())
    hide(b, lambda: "own"); 
    for i in range(3): print(a.m(), b.m(), b.n(), a.n())
    try: print(a.q)
    except AttributeError as e: print(e)
    del b.m
    print(b.m(), b.__dict__)
    setq(a, 1); print(a.q, a.m())
go()
