# Runs commands in turns and prints as JSON, for each, the least processor time in seconds that a run of it took, with
# its children. The argument: JSON of the number of turns and of the commands.
import json
import os
import subprocess
import sys

turns, commands = json.loads(sys.argv[1])
best = [float("inf")] * len(commands)
for _ in range(turns):
    for number, command in enumerate(commands):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"{' '.join(command)[:300]}: wait status {status}")
        best[number] = min(best[number], usage.ru_utime + usage.ru_stime)
print(json.dumps(best))
