"""Uses the test card through pcscd and vpcd.

usage: vpcd.py READER
"""

import faulthandler
import sys

from smartcard.scard import *

# Says where it hangs, if it does.
faulthandler.dump_traceback_later(45, exit=True)

READER = sys.argv[1]
ANY = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
COUNT = [0x80, 0x14, 0x00, 0x00, 0x01]


def ok(answer):
    code, *values = answer if isinstance(answer, (list, tuple)) else (answer,)
    assert code == SCARD_S_SUCCESS, SCardGetErrorMessage(code)
    return values[0] if len(values) == 1 else values


context = ok(SCardEstablishContext(SCARD_SCOPE_USER))
card, protocol = ok(SCardConnect(context, READER, SCARD_SHARE_SHARED, ANY))
assert protocol == SCARD_PROTOCOL_T1, protocol
assert ok(SCardTransmit(card, SCARD_PCI_T1, COUNT)) == [1, 0x90, 0x00]
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_UNPOWER_CARD))
assert ok(SCardTransmit(card, SCARD_PCI_T1, COUNT)) == [1, 0x90, 0x00]

for length in (1, 254, 255, 256, 1000, 4096, 65000):
    data = [index & 0xFF for index in range(length)]
    header = [0x80, 0x10, 0x00, 0x00]
    command = header + ([length] if length < 256 else [0, length >> 8, length & 0xFF]) + data
    assert ok(SCardTransmit(card, SCARD_PCI_T1, command)) == data + [0x90, 0x00], length
    answer = ok(SCardTransmit(card, SCARD_PCI_T1, [0x80, 0x12, length >> 8, length & 0xFF]))
    assert answer == data + [0x90, 0x00], length

# The card falls mute: its last command is answered all the same, and then it is gone.
assert ok(SCardTransmit(card, SCARD_PCI_T1, [0x80, 0x18, 0x00, 0x00])) == [0x6F, 0x00]
state = SCARD_STATE_PRESENT
while state & SCARD_STATE_PRESENT:
    (_, state, _), = ok(SCardGetStatusChange(context, 20000, [(READER, state & ~SCARD_STATE_CHANGED)]))
while not state & SCARD_STATE_PRESENT:
    (_, state, _), = ok(SCardGetStatusChange(context, 20000, [(READER, state & ~SCARD_STATE_CHANGED)]))
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))
assert ok(SCardTransmit(card, SCARD_PCI_T1, COUNT)) == [1, 0x90, 0x00]
ok(SCardDisconnect(card, SCARD_UNPOWER_CARD))
ok(SCardReleaseContext(context))
print("done")
