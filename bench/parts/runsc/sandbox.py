"""A sandbox of gVisor's own Python bindings: says READY, then runs `true` in it for every line of descriptor 3.

Standard input is the sandbox's too, which makes it non-blocking.
"""

import sys

import gvisor

directory, sandbox_id = sys.argv[1:]
with open(3) as asked, gvisor.Sandbox(runtime_dir=directory, sandbox_id=sandbox_id) as sandbox:
    print("READY", flush=True)
    for _ in asked:
        sandbox.exec("true")
        print("DONE", flush=True)
