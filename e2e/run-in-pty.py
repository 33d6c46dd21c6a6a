"""Runs a command on a terminal of its own and copies what the terminal shows to stdout.

usage: run-in-pty.py COLUMNS ROWS [--interrupt-at TEXT] -- COMMAND...

With --interrupt-at, Ctrl-C is typed once TEXT has appeared. Ends with the command's exit status.
"""
import fcntl
import os
import pty
import struct
import sys
import termios


def main() -> int:
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    split = sys.argv.index("--")
    options, command = sys.argv[3:split], sys.argv[split + 1 :]
    interrupt_at = options[1].encode() if options else None
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    seen = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        if interrupt_at is not None:
            seen += chunk
            if interrupt_at in seen:
                interrupt_at = None
                os.write(terminal, b"\x03")
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status) % 256


if __name__ == "__main__":
    sys.exit(main())
