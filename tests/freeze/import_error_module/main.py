# A module that fails while loading: the importer goes on, a second import tries again.
attempts = []
for _ in range(2):
    try:
        import broken
    except ValueError as e:
        attempts.append(str(e))
        print("caught", e)
try:
    from helper import nothing_like_it
except ImportError:
    nothing_like_it = "fallback"
import helper
print(attempts, nothing_like_it, helper.LOADED)
