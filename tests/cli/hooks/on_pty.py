#!/usr/bin/env python3
"""Runs a command on a terminal of its own and types what it is asked for.

usage: on_pty.py [WORDS ANSWER]... -- COMMAND...

Waits until WORDS stand on the terminal, then types ANSWER ("\\n" and the like are understood), and so on. An ANSWER that
begins with "!" is a command for the shell instead, which finds the number of the command's process in $CHILD. Prints what
stood on the terminal and exits as the command did; a question that is not asked within 30 seconds ends it with 99.
"""
import os
import pty
import select
import signal
import subprocess
import sys
import time

PATIENCE = 30


def main():
    split = sys.argv.index("--")
    script, command = sys.argv[1:split], sys.argv[split + 1 :]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    shown, seen, until = b"", 0, time.monotonic() + PATIENCE
    while True:
        while script and script[0].encode() in shown[seen:]:
            if script[1].startswith("!"):
                subprocess.run(script[1][1:], shell=True, check=False, env={**os.environ, "CHILD": str(child)})
            else:
                seen = len(shown)
                os.write(terminal, script[1].encode().decode("unicode_escape").encode("latin-1"))
            script = script[2:]
            until = time.monotonic() + PATIENCE
        ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            sys.stdout.buffer.write(shown + b"\n(nothing more came)\n")
            return 99
        try:
            step = os.read(terminal, 65536)
        except OSError:
            step = b""
        if not step:
            break
        shown += step
    _, status = os.waitpid(child, 0)
    sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
    if script:
        sys.stdout.buffer.write(b"\n(never asked: %s)\n" % script[0].encode())
        return 99
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


sys.exit(main())
