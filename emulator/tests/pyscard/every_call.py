"""Calls every function of PC/SC and checks what it gives.

usage: every_call.py READER EMPTY_READER

READER holds the test card (tests/support/test_card.rs), EMPTY_READER none.
"""

import faulthandler
import sys
import threading
import time

from smartcard.scard import *
from smartcard.System import readers
from smartcard.util import toHexString

# Says where it hangs, if it does.
faulthandler.dump_traceback_later(45, exit=True)

READER, EMPTY = sys.argv[1:3]
ATR = [0x3B, 0x84, 0x80, 0x01, 0x74, 0x65, 0x73, 0x74, 0x15]
COUNT = [0x80, 0x14, 0x00, 0x00, 0x01]
ANY = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
# pyscard does not name the bits of SCardStatus.
PRESENT, POWERED, NEGOTIABLE = 0x04, 0x10, 0x20


def same(got, expected, what):
    assert got == expected, f"{what}: {got!r}, not {expected!r}"


def ok(answer):
    code, *values = answer if isinstance(answer, (list, tuple)) else (answer,)
    assert code == SCARD_S_SUCCESS, SCardGetErrorMessage(code)
    return values[0] if len(values) == 1 else values


def refused(answer, code, what):
    got = answer[0] if isinstance(answer, (list, tuple)) else answer
    assert got == code, f"{what}: {SCardGetErrorMessage(got)!r}, not {SCardGetErrorMessage(code)!r}"


def connect(context, mode=SCARD_SHARE_SHARED, protocols=ANY, reader=READER):
    return ok(SCardConnect(context, reader, mode, protocols))


def count(card, protocol):
    return ok(SCardTransmit(card, protocol, COUNT))


# The high-level interface.
same([str(reader) for reader in readers()], [READER, EMPTY], "readers")
connection = readers()[0].createConnection()
connection.connect()
same(connection.getATR(), ATR, "answer to reset")
same(connection.transmit([0x80, 0x10, 0, 0, 3, 1, 2, 3]), ([1, 2, 3], 0x90, 0x00), "echo")
same(connection.transmit([0x80, 0x12, 1, 0, 0]), (list(range(256)), 0x90, 0x00), "256 bytes")
connection.disconnect()

one = ok(SCardEstablishContext(SCARD_SCOPE_USER))
two = ok(SCardEstablishContext(SCARD_SCOPE_USER))
ok(SCardIsValidContext(one))
same(ok(SCardListReaders(one, [])), [READER, EMPTY], "readers")

# Connecting.
refused(SCardConnect(one, "no such reader", SCARD_SHARE_SHARED, ANY), SCARD_E_UNKNOWN_READER, "unknown reader")
refused(SCardConnect(one, EMPTY, SCARD_SHARE_SHARED, ANY), SCARD_E_NO_SMARTCARD, "empty reader")
refused(SCardConnect(one, READER, 7, ANY), SCARD_E_INVALID_VALUE, "share mode")
refused(SCardConnect(one, READER, SCARD_SHARE_SHARED, 0), SCARD_E_PROTO_MISMATCH, "no protocol")
direct, protocol = connect(one, SCARD_SHARE_DIRECT, 0, EMPTY)
same(protocol, 0, "protocol of a direct connection")
refused(SCardTransmit(direct, SCARD_PCI_T1, COUNT), SCARD_E_NO_SMARTCARD, "command without card")
same(ok(SCardGetAttrib(direct, SCARD_ATTR_ICC_PRESENCE)), [0], "presence")
ok(SCardDisconnect(direct, SCARD_LEAVE_CARD))

card, protocol = connect(one)
same(protocol, SCARD_PROTOCOL_T1, "T=1 goes before T=0")
refused(SCardConnect(two, READER, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0), SCARD_E_PROTO_MISMATCH, "T=0 while T=1")
name, state, protocol, atr = ok(SCardStatus(card))
same((name, protocol, atr), (READER, SCARD_PROTOCOL_T1, ATR), "status")
same(state & 0xFFFF, PRESENT | POWERED | NEGOTIABLE, "state")

# Commands.
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_RESET_CARD))
same(count(card, SCARD_PCI_T1), [1, 0x90, 0x00], "first count")
same(count(card, SCARD_PCI_T1), [2, 0x90, 0x00], "second count")
refused(SCardTransmit(card, SCARD_PCI_T0, COUNT), SCARD_E_PROTO_MISMATCH, "T=0 command on T=1")
same(ok(SCardTransmit(card, SCARD_PCI_RAW, COUNT)), [3, 0x90, 0x00], "raw command")

# Attributes and features.
same(ok(SCardGetAttrib(card, SCARD_ATTR_ATR_STRING)), ATR, "ATR attribute")
same(bytes(ok(SCardGetAttrib(card, SCARD_ATTR_VENDOR_NAME))), b"Cardamom\0", "vendor")
same(bytes(ok(SCardGetAttrib(card, SCARD_ATTR_DEVICE_FRIENDLY_NAME_A))), READER.encode() + b"\0", "friendly name")
same(bytes(ok(SCardGetAttrib(card, SCARD_ATTR_DEVICE_SYSTEM_NAME_A))), READER.encode() + b"\0", "system name")
same(ok(SCardGetAttrib(card, SCARD_ATTR_ICC_PRESENCE)), [2], "presence")
same(ok(SCardGetAttrib(card, SCARD_ATTR_ICC_INTERFACE_STATUS)), [1], "contacts")
same(ok(SCardGetAttrib(card, SCARD_ATTR_ICC_TYPE_PER_ATR)), [1], "type")
for attribute in (SCARD_ATTR_DEVICE_UNIT, SCARD_ATTR_CHANNEL_ID, SCARD_ATTR_MAX_IFSD, SCARD_ATTR_MAXINPUT):
    same(len(ok(SCardGetAttrib(card, attribute))), 4, hex(attribute))
protocol = ok(SCardGetAttrib(card, SCARD_ATTR_CURRENT_PROTOCOL_TYPE))
same(int.from_bytes(bytes(protocol), sys.byteorder), SCARD_PROTOCOL_T1, "current protocol")
refused(SCardGetAttrib(card, SCARD_ATTR_CURRENT_CLK), SCARD_E_UNSUPPORTED_FEATURE, "unknown attribute")
refused(SCardSetAttrib(card, SCARD_ATTR_VENDOR_NAME, [1]), SCARD_E_UNSUPPORTED_FEATURE, "set attribute")
features = ok(SCardControl(card, SCARD_CTL_CODE(3400), []))
same(features[:2], [0x12, 4], "FEATURE_GET_TLV_PROPERTIES")
properties = ok(SCardControl(card, int.from_bytes(bytes(features[2:6]), "big"), []))
same(properties[-6:], [10, 4, 0, 0, 1, 0], "dwMaxAPDUDataSize")
refused(SCardControl(card, SCARD_CTL_CODE(1), [1, 2, 3]), SCARD_E_UNSUPPORTED_FEATURE, "unknown control code")

# Sharing.
ok(SCardReconnect(card, SCARD_SHARE_EXCLUSIVE, ANY, SCARD_LEAVE_CARD))
for mode in (SCARD_SHARE_SHARED, SCARD_SHARE_EXCLUSIVE, SCARD_SHARE_DIRECT):
    refused(SCardConnect(two, READER, mode, ANY), SCARD_E_SHARING_VIOLATION, "while exclusive")
(_, event, _), = ok(SCardGetStatusChange(two, 0, [(READER, SCARD_STATE_UNAWARE)]))
assert event & SCARD_STATE_EXCLUSIVE, hex(event)
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))
other, _ = connect(two)
(_, event, atr), = ok(SCardGetStatusChange(two, 0, [(READER, SCARD_STATE_UNAWARE)]))
assert event & SCARD_STATE_INUSE and not event & SCARD_STATE_EXCLUSIVE, hex(event)
same(atr, ATR, "answer to reset with an event")

# A reset by one is told to the other.
ok(SCardReconnect(other, SCARD_SHARE_SHARED, ANY, SCARD_RESET_CARD))
refused(SCardTransmit(card, SCARD_PCI_T1, COUNT), SCARD_W_RESET_CARD, "after a reset by another")
refused(SCardStatus(card), SCARD_W_RESET_CARD, "after a reset by another")
refused(SCardBeginTransaction(card), SCARD_W_RESET_CARD, "after a reset by another")
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))
same(count(card, SCARD_PCI_T1), [1, 0x90, 0x00], "count after the reset")
ok(SCardDisconnect(other, SCARD_UNPOWER_CARD))
refused(SCardTransmit(card, SCARD_PCI_T1, COUNT), SCARD_W_RESET_CARD, "after the power was taken")
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))
same(count(card, SCARD_PCI_T1), [1, 0x90, 0x00], "count after the power was taken")

# Transactions.
refused(SCardEndTransaction(card, SCARD_LEAVE_CARD), SCARD_E_NOT_TRANSACTED, "no transaction")
other, _ = connect(two)
ok(SCardBeginTransaction(card))
ok(SCardBeginTransaction(card))
order = []


def contender():
    answer = ok(SCardTransmit(other, SCARD_PCI_T1, COUNT))
    order.append(("other", answer[0]))


thread = threading.Thread(target=contender)
thread.start()
for _ in range(5):
    order.append(("owner", count(card, SCARD_PCI_T1)[0]))
    time.sleep(0.02)
ok(SCardEndTransaction(card, SCARD_LEAVE_CARD))
order.append(("owner", count(card, SCARD_PCI_T1)[0]))
ok(SCardEndTransaction(card, SCARD_LEAVE_CARD))
thread.join()
same(order, [("owner", n) for n in range(2, 8)] + [("other", 8)], "transaction")
ok(SCardBeginTransaction(card))
ok(SCardEndTransaction(card, SCARD_RESET_CARD))
refused(SCardTransmit(other, SCARD_PCI_T1, COUNT), SCARD_W_RESET_CARD, "reset at the end of a transaction")
for handle in (card, other):
    ok(SCardReconnect(handle, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))
same(count(other, SCARD_PCI_T1), [1, 0x90, 0x00], "count after the transaction")

# A context that ends in its own transaction leaves the card reset.
ok(SCardBeginTransaction(other))
ok(SCardReleaseContext(two))
refused(SCardTransmit(card, SCARD_PCI_T1, COUNT), SCARD_W_RESET_CARD, "end of the context of another")
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD))

# Waiting.
start = time.monotonic()
(_, event, _), = ok(SCardGetStatusChange(one, 0, [(READER, SCARD_STATE_UNAWARE)]))
refused(SCardGetStatusChange(one, 200, [(READER, event & ~SCARD_STATE_CHANGED)]), SCARD_E_TIMEOUT, "timeout")
assert time.monotonic() - start >= 0.2
(_, event, _), = ok(SCardGetStatusChange(one, 0, [(EMPTY, SCARD_STATE_UNAWARE)]))
assert event & SCARD_STATE_EMPTY, hex(event)
waiting = ok(SCardEstablishContext(SCARD_SCOPE_USER))
answers = []


def wait():
    answers.append(SCardGetStatusChange(waiting, INFINITE, [(EMPTY, SCARD_STATE_EMPTY)])[0])


thread = threading.Thread(target=wait)
thread.start()
while not answers:
    # Before the wait began there is nothing to cancel.
    ok(SCardCancel(waiting))
    thread.join(0.01)
thread.join()
same(answers, [SCARD_E_CANCELLED], "cancelled wait")
ok(SCardReleaseContext(waiting))

# A mute card answers again after a reset.
refused(SCardTransmit(card, SCARD_PCI_T1, [0x80, 0x18, 0, 0]), SCARD_E_NOT_TRANSACTED, "card falls mute")
refused(SCardTransmit(card, SCARD_PCI_T1, COUNT), SCARD_W_UNRESPONSIVE_CARD, "mute card")
(_, event, _), = ok(SCardGetStatusChange(one, 0, [(READER, SCARD_STATE_UNAWARE)]))
assert event & SCARD_STATE_MUTE, hex(event)
refused(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_LEAVE_CARD), SCARD_W_UNRESPONSIVE_CARD, "mute card")
ok(SCardReconnect(card, SCARD_SHARE_SHARED, ANY, SCARD_UNPOWER_CARD))
same(count(card, SCARD_PCI_T1), [1, 0x90, 0x00], "count after the mute card's reset")

ok(SCardDisconnect(card, SCARD_RESET_CARD))
card, _ = connect(one, protocols=SCARD_PROTOCOL_T0)
same(count(card, SCARD_PCI_T0), [1, 0x90, 0x00], "T=0 after a reset")
ok(SCardDisconnect(card, SCARD_EJECT_CARD))
ok(SCardReleaseContext(one))
print("done")
