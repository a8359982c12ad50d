"""Sees a card removed and inserted while it is connected.

usage: removal.py READER

Says on its output how far it is, and waits for a line of input before it looks.
"""

import faulthandler
import sys

from smartcard.scard import *

# Says where it hangs, if it does.
faulthandler.dump_traceback_later(45, exit=True)

READER = sys.argv[1]
ANY = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
SELECT = [0x00, 0xA4, 0x04, 0x00]


def expect(answer, code, what):
    got = answer[0] if isinstance(answer, (list, tuple)) else answer
    assert got == code, f"{what}: {SCardGetErrorMessage(got)!r}, not {SCardGetErrorMessage(code)!r}"


code, context = SCardEstablishContext(SCARD_SCOPE_USER)
code, card, protocol = SCardConnect(context, READER, SCARD_SHARE_SHARED, ANY)
expect(code, SCARD_S_SUCCESS, "connect")
expect(SCardBeginTransaction(card), SCARD_S_SUCCESS, "begin")
print("connected", flush=True)

sys.stdin.readline()
expect(SCardTransmit(card, SCARD_PCI_T1, SELECT), SCARD_W_REMOVED_CARD, "transmit without card")
expect(SCardStatus(card), SCARD_W_REMOVED_CARD, "status without card")
expect(SCardEndTransaction(card, SCARD_LEAVE_CARD), SCARD_W_REMOVED_CARD, "end without card")
expect(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_RESET_CARD), SCARD_E_NO_SMARTCARD, "reconnect without card")
print("told of the removal", flush=True)

sys.stdin.readline()
expect(SCardTransmit(card, SCARD_PCI_T1, SELECT), SCARD_W_REMOVED_CARD, "transmit to another card")
expect(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD), SCARD_S_SUCCESS, "reconnect")
code, answer = SCardTransmit(card, SCARD_PCI_T1, SELECT)
expect(code, SCARD_S_SUCCESS, "transmit to the new card")
assert answer == [0x90, 0x00], answer
expect(SCardDisconnect(card, SCARD_LEAVE_CARD), SCARD_S_SUCCESS, "disconnect")
expect(SCardReleaseContext(context), SCARD_S_SUCCESS, "release")
print("done", flush=True)
