print(undefined)
import nowhere
