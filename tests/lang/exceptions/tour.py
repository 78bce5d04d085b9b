class AppError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg); self.code = code
    def __str__(self): return f'[{self.code}] {super().__str__()}'
class Sub(AppError):
    def __init__(self, msg): super().__init__(7, msg)
class NoSuper(Exception):
    def __init__(self, a, b): self.a = a
class Plain(ValueError): pass
def chain(e):
    out = []
    while e is not None:
        out.append((type(e).__name__, str(e), e.__suppress_context__, e.__cause__ is not None)); e = e.__cause__ or e.__context__
    return out
def fin(n):
    log = []
    def f():
        for i in range(3):
            try:
                if n == 0: return 'ret'
                if n == 1: continue
                if n == 2: break
                if n == 3: raise ValueError(i)
                log.append('body')
            except ValueError:
                log.append('exc')
                if i == 1: return 'from exc'
            else: log.append('else')
            finally:
                log.append('fin%d' % i)
                if n == 5 and i == 1: break
                if n == 6: continue
        else: log.append('forelse')
        return 'end'
    r = f()
    return r, log
def override():
    try: return 1
    finally: return 2
def swallow():
    for i in range(2):
        try: raise KeyError(i)
        finally:
            if i == 0: continue
            break
    return 'swallowed'
class CM:
    def __init__(self, name, sup=False, fail=None): self.name, self.sup, self.fail = name, sup, fail
    def __enter__(self): print('enter', self.name); return self
    def __exit__(self, t, v, tb):
        print('exit', self.name, t and t.__name__, v)
        if self.fail: raise self.fail
        return self.sup
def main():
    try: raise AppError(3, 'bad')
    except AppError as e: print(e, e.code, e.args, repr(e))
    try: raise Sub('x')
    except AppError as e: print(e, e.code, type(e).__name__, isinstance(e, Exception))
    e = NoSuper(1, 2); print(e.args, str(e), repr(e), e.a)
    print(repr(Plain()), repr(Plain(1)), repr(Plain('a', 2)), str(Plain('a', 2)), str(Plain()), str(KeyError('k')), str(KeyError()), repr(KeyError(1)))
    try:
        try: 1 / 0
        except ZeroDivisionError: {}['k']
    except KeyError as e: print(chain(e))
    try:
        try: int('x')
        except ValueError as ex: raise RuntimeError('rt') from ex
    except RuntimeError as e: print(chain(e))
    try:
        try: int('x')
        except ValueError as ex: raise RuntimeError('rt') from None
    except RuntimeError as e: print(e.__cause__, e.__context__ is not None, e.__suppress_context__)
    for n in range(7): print(n, fin(n))
    print(override(), swallow())
    try: e
    except UnboundLocalError as x: print(type(x).__name__)
    with CM('a', True): raise ValueError('v')
    try:
        with CM('a') as a, CM('b', fail=TypeError('t')) as b: raise ValueError('v')
    except TypeError as e: print(chain(e))
    def ret():
        with CM('r'): return 'returned'
    print(ret())
    for i in range(2):
        with CM('l'):
            if i == 0: continue
            break
    try:
        try: raise ValueError(1)
        except ValueError:
            try: raise KeyError(2)
            except KeyError: pass
            raise
    except ValueError as e: print('re', e, e.__context__)
    try: raise
    except RuntimeError as e: print(e)
    try: raise 5
    except TypeError as e: print(e)
    try: raise ValueError from 5
    except TypeError as e: print(e)
    try:
        try: raise ValueError
        except 5: pass
    except TypeError as e: print(e)
    try: raise StopIteration(5)
    except StopIteration as e: print(e.value, e.args)
    try: assert 1 == 2, 'msg %d' % 3
    except AssertionError as e: print(e, e.args)
    try: assert False
    except AssertionError as e: print(repr(e))
    try: assert (), ['list']
    except AssertionError as e: print(e.args)
    def gen():
        try: yield 1; yield 2
        except GeneratorExit: print('closed'); raise
        finally: print('gfin')
    g = gen(); next(g); g.close()
    def bad():
        yield 1
        raise StopIteration
    try: list(bad())
    except RuntimeError as e: print(e, type(e.__cause__).__name__)
    def ign():
        try: yield 1
        except GeneratorExit: yield 2
    g = ign(); next(g)
    try: g.close()
    except RuntimeError as e: print(e)
    class Ex(BaseException): pass
    try:
        try: raise Ex('b')
        except Exception: print('no')
        finally: print('yes')
    except BaseException as e: print(repr(e))
    try: raise OSError(2, 'No such')
    except OSError as e: print(e, e.errno, e.strerror, e.args)
    e = ValueError('x'); e.add_note('n1'); print(e.__notes__)
    print(e.with_traceback(None) is e)
    try: [][1]
    except (KeyError, IndexError) as e: print(type(e).__name__)
    try: x = undefined_name
    except NameError as e: print(e, e.name)
    try: (5).foo
    except AttributeError as e: print(e, e.name)
    try: print(local_later); local_later = 1
    except UnboundLocalError as e: print(e)


if __name__ == "__main__":
    main()
