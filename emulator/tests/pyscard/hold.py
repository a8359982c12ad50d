"""Begins a transaction and sends the command that the test card answers only when the test lets it.

usage: hold.py READER
"""

import sys

from smartcard.scard import *

code, context = SCardEstablishContext(SCARD_SCOPE_USER)
code, card, protocol = SCardConnect(context, sys.argv[1], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
assert code == SCARD_S_SUCCESS, SCardGetErrorMessage(code)
assert SCardBeginTransaction(card) == SCARD_S_SUCCESS
assert SCardTransmit(card, SCARD_PCI_T1, [0x80, 0x14, 0x00, 0x00, 0x01])[1] == [1, 0x90, 0x00]
SCardTransmit(card, SCARD_PCI_T1, [0x80, 0x16, 0x00, 0x00])
