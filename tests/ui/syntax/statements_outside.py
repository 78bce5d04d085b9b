return 1  #~ MPF0116: 'return' outside function
yield 1  #~ MPF0116: 'yield' outside function
break  #~ MPF0116: 'break' outside loop
continue  #~ MPF0116: 'continue' not properly in loop
await x  #~ MPF0116: 'await' outside function
async for x in y: pass  #~ MPF0116: 'async for' outside async function
async with x: pass  #~ MPF0116: 'async with' outside async function
class A:
    return 1  #~ MPF0116: 'return' outside function
def f():
    await x  #~ MPF0116: 'await' outside async function
    [i async for i in x]  #~ MPF0116: asynchronous comprehension outside of an asynchronous function
    from m import *  #~ MPF0121: import * only allowed at module level
for x in y:
    def g():
        break  #~ MPF0116: 'break' outside loop
lambda: (yield)
async def h():
    yield 1
    return 2  #~ MPF0116: 'return' with value in async generator
async def i():
    yield from x  #~ MPF0116: 'yield from' inside async function
