"""Starts pcscd on a socket of one's own, as systemd would: with the listening socket as file descriptor 3.

usage: pcscd.py SOCKET READER_CONFIGURATION_DIRECTORY
"""

import os
import socket
import sys

path, directory = sys.argv[1:3]
listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(path)
listener.listen(16)
os.dup2(listener.fileno(), 3)
# dup2 leaves a descriptor that is 3 already as it is: to be closed.
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
print("listening", flush=True)
os.execv("/usr/sbin/pcscd", ["pcscd", "--foreground", "--config", directory])
