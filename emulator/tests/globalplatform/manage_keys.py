"""Manages the keys of a security domain with yubikit.

usage: manage_keys.py SCENE READER

The card begins with the keys that everybody knows, version FF, as a YubiKey does.
"""

import datetime
import faulthandler
import sys

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from smartcard.System import readers
from yubikit.core import TRANSPORT
from yubikit.core.smartcard import SW, ApduError, SmartCardConnection
from yubikit.core.smartcard.scp import (
    KeyRef,
    Scp03KeyParams,
    Scp11KeyParams,
    ScpKid,
    StaticKeys,
)
from yubikit.securitydomain import Curve, KeyType, SecurityDomainSession

# Says where it hangs, if it does.
faulthandler.dump_traceback_later(45, exit=True)

VERSION = 3
AUTHORITY = KeyRef(0x10, VERSION)


READER, = (it for it in readers() if it.name == sys.argv[2])
# One for all sessions: pyscard resets the card when it drops one.
CONNECTION = READER.createConnection()
CONNECTION.connect()


class Connection(SmartCardConnection):
    """The card in the reader, whatever the reader's name."""

    def __init__(self, transport):
        self._transport = transport

    @property
    def transport(self):
        return self._transport

    def send_and_receive(self, apdu):
        data, sw1, sw2 = CONNECTION.transmit(list(apdu))
        return bytes(data), sw1 << 8 | sw2

    def close(self):
        pass


def session(params=None, transport=TRANSPORT.USB):
    """A session with the security domain, authenticated if there are parameters."""
    opened = SecurityDomainSession(Connection(transport))
    if params:
        opened.authenticate(params)
    return opened


def refused(status, call, *arguments):
    try:
        call(*arguments)
    except ApduError as error:
        assert error.sw == status, hex(error.sw)
    else:
        raise AssertionError("not refused")


def unknown(call, *arguments):
    """The card answers 6A88, or with something that does not verify."""
    try:
        call(*arguments)
    except InvalidSignature:
        pass
    except ValueError as error:
        assert "Incorrect SCP parameters" in str(error), error
    else:
        raise AssertionError("not refused")


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def identifier(key):
    return x509.SubjectKeyIdentifier.from_public_key(key).digest


def certificate(
    name,
    key,
    issuer,
    issuer_key,
    serial,
    ca=False,
    agrees=True,
    bare=False,
    depth=None,
    extension=None,
    digest=hashes.SHA256(),
):
    now = datetime.datetime(2026, 1, 1)
    common = x509.NameOID.COMMON_NAME
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(common, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(common, issuer)]))
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(now)
        .not_valid_after(now.replace(year=2099))
    )
    if not bare:
        usage = dict.fromkeys(
            (
                "digital_signature",
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        usage["key_cert_sign"] = ca
        usage["key_agreement"] = agrees and not ca
        usage["digital_signature"] = not usage["key_agreement"]
        builder = (
            builder.add_extension(x509.BasicConstraints(ca, depth), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier(identifier(key)), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
                critical=False,
            )
        )
    if extension:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(issuer_key, digest)


class Host:
    """An off-card entity: its authority, and its chain, leaf last."""

    def __init__(self, length=1, serial=0x1234):
        self.authority = new_key()
        self.chain = []
        name, issuer = "authority", self.authority
        for number in range(length - 1):
            key = new_key()
            below = f"below {number}"
            self.chain.append(certificate(below, key.public_key(), name, issuer, 0x80 + number, ca=True))
            name, issuer = below, key
        self.key = new_key()
        self.issuer, self.issuer_key = name, issuer
        self.chain.append(certificate("host", self.key.public_key(), name, issuer, serial))

    def params(self, kid, card_key, **changes):
        known = {
            "oce_ref": AUTHORITY,
            "sk_oce_ecka": self.key,
            "certificates": self.chain,
            **changes,
        }
        return Scp11KeyParams(KeyRef(kid, VERSION), card_key, **known)


def prepared(kid, host=None):
    """Gives the card a key of its own, and the host's authority; gives the card's public key."""
    domain = session(Scp03KeyParams())
    public = domain.generate_ec_key(KeyRef(kid, VERSION))
    if host:
        domain.put_key(AUTHORITY, host.authority.public_key())
        domain.store_ca_issuer(AUTHORITY, identifier(host.authority.public_key()))
    return public


def manages(domain):
    """All that takes a host that the card knows: keys put, told and deleted, data stored."""
    keys = StaticKeys(b"\x51" * 16, b"\x52" * 16, b"\x53" * 16)
    reference = KeyRef(ScpKid.SCP03, 0x55)
    domain.put_key(reference, keys)
    told = domain.get_key_information()
    assert told[reference] == {KeyType.AES: 16}, told
    domain.put_key(KeyRef(0x20, 9), new_key())
    domain.put_key(KeyRef(0x21, 9), new_key().public_key())
    domain.delete_key(kvn=9)
    domain.store_allowlist(KeyRef(0x20, 7), [1, 2**159])
    return keys, reference


def tells_of_itself():
    domain = session()
    assert domain.get_key_information() == {
        KeyRef(kid, 0xFF): {KeyType.AES: 16} for kid in (1, 2, 3)
    }
    recognition = domain.get_card_recognition_data()
    for protocol in ("0370", "119b02"):
        assert bytes.fromhex("2a864886fc6b04" + protocol) in recognition, recognition.hex()
    assert domain.get_supported_ca_identifiers() == {}
    assert domain.get_certificate_bundle(KeyRef(ScpKid.SCP11b, 1)) == []
    # Nobody has authenticated.
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.store_allowlist, AUTHORITY, [1])
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.generate_ec_key, KeyRef(0x13, 1))
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.delete_key, 0, 1)


def changes_its_scp03_keys():
    keys, reference = manages(session(Scp03KeyParams()))
    # The keys that everybody knows went when the owner's came.
    unknown(session, Scp03KeyParams())
    unknown(session, Scp03KeyParams(reference))
    domain = session(Scp03KeyParams(reference, keys))
    other = StaticKeys(b"\x61" * 16, b"\x62" * 16, b"\x63" * 16)
    changed = KeyRef(ScpKid.SCP03, 0x56)
    domain.put_key(changed, other, replace_kvn=reference.kvn)
    unknown(session, Scp03KeyParams(reference, keys))
    domain = session(Scp03KeyParams(changed, other))
    domain.put_key(reference, keys)
    domain.delete_key(kvn=changed.kvn)
    assert domain.get_key_information() == {KeyRef(kid, 0x55): {KeyType.AES: 16} for kid in (1, 2, 3)}
    refused(SW.CONDITIONS_NOT_SATISFIED, domain.delete_key, 0, reference.kvn)
    refused(SW.REFERENCE_DATA_NOT_FOUND, domain.delete_key, 0, 0x44)


def opens_scp11b():
    public = prepared(ScpKid.SCP11b)
    params = Scp11KeyParams(KeyRef(ScpKid.SCP11b, VERSION), public)
    domain = session(params)
    told = domain.get_key_information()
    assert told[KeyRef(ScpKid.SCP11b, VERSION)] == {
        KeyType.ECC_PRIVATE_KEY: 32,
        KeyType.ECC_KEY_PARAMS: Curve.SECP256R1,
    }
    # The card does not know who that is.
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.store_allowlist, AUTHORITY, [1])
    domain = session(params)
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.put_key, KeyRef(0x10, 9), new_key().public_key())
    domain = session(params)
    refused(SW.SECURITY_CONDITION_NOT_SATISFIED, domain.generate_ec_key, KeyRef(0x13, 9))
    # Another key than the card's.
    unknown(session, Scp11KeyParams(KeyRef(ScpKid.SCP11b, VERSION), new_key().public_key()))
    unknown(session, Scp11KeyParams(KeyRef(ScpKid.SCP11b, VERSION + 1), public))


def opens_with_certificates(kid):
    for length in (1, 2, 3):
        host = Host(length)
        domain = session(Scp03KeyParams())
        if length > 1:
            domain.delete_key(kid=kid)
            domain.delete_key(kid=AUTHORITY.kid)
        public = prepared(kid, host)
        domain = session(host.params(kid, public))
        authority = identifier(host.authority.public_key())
        assert domain.get_supported_ca_identifiers(kloc=True) == {AUTHORITY: authority}
        assert domain.get_supported_ca_identifiers(klcc=True) == {}
        domain.store_allowlist(AUTHORITY, [0x1234])
        # The authority is found by what the certificate says of it, too.
        domain = session(host.params(kid, public, oce_ref=None))
        domain.get_key_information()
    keys, reference = manages(domain)
    session(Scp03KeyParams(reference, keys)).get_key_information()
    session(host.params(kid, public)).delete_key(kid=kid)
    unknown(session, host.params(kid, public))


def opens_scp11a():
    opens_with_certificates(ScpKid.SCP11a)


def opens_scp11c():
    opens_with_certificates(ScpKid.SCP11c)


def refuses_strangers():
    for kid in (ScpKid.SCP11a, ScpKid.SCP11c):
        host, stranger = Host(), Host()
        public = prepared(kid, host)
        session(host.params(kid, public))
        # Of an authority that the card does not know, under the name of one that it does.
        refused(0x6600, session, stranger.params(kid, public))
        # An authority that is not there at all.
        unknown(session, host.params(kid, public, oce_ref=KeyRef(0x10, 9)))
        unknown(session, stranger.params(kid, public, oce_ref=None))
        # Somebody else's certificate: its key is not known.
        unknown(session, host.params(kid, public, sk_oce_ecka=stranger.key))
        # A key that is not for this, and a certificate between that is no authority's.
        signs = certificate("host", host.key.public_key(), host.issuer, host.issuer_key, 1, agrees=False)
        refused(0x6600, session, host.params(kid, public, certificates=[signs]))
        below = certificate("below", new_key().public_key(), "host", host.key, 1)
        refused(0x6600, session, host.params(kid, public, certificates=[host.chain[0], below]))
        # Without key usage a key is for anything.
        bare = certificate("host", host.key.public_key(), host.issuer, host.issuer_key, 1, bare=True)
        session(host.params(kid, public, certificates=[bare])).get_key_information()
        # Without a certificate, after one was good for another session.
        domain = session(host.params(kid, public))
        domain.protocol.select(bytes.fromhex("a000000151000000"))
        refused(
            SW.REFERENCE_DATA_NOT_FOUND,
            domain.protocol.send_apdu,
            0x80,
            0x82,
            VERSION,
            kid,
            bytes.fromhex("a60d9002110%d95013c8001888101105f4941" % (1 if kid == ScpKid.SCP11a else 3))
            + new_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        )
        domain = session(Scp03KeyParams())
        domain.delete_key(kid=kid)
        domain.delete_key(kid=AUTHORITY.kid)


def checks_chains():
    """What RFC 5280 asks of a path, as far as a card without a clock can see it."""
    kid = ScpKid.SCP11a
    host = Host()
    public = prepared(kid, host)
    leaf = host.key.public_key()

    def tries(status, *chain):
        params = host.params(kid, public, certificates=chain)
        if status == SW.OK:
            session(params).get_key_information()
        else:
            refused(status, session, params)

    one, two = new_key(), new_key()

    def below(name, key, issuer, issuer_key, **changes):
        return certificate(name, key.public_key(), issuer, issuer_key, 9, **{"ca": True, **changes})

    first = below("one", one, "authority", host.authority)
    second = below("two", two, "one", one)
    last = certificate("host", leaf, "two", two, 9)
    tries(SW.OK, first, second, last)
    tries(0x6600, second, last)
    tries(0x6600, first, last)
    tries(0x6600, second, first, last)
    # The authority itself may come first.
    tries(SW.OK, below("authority", host.authority, "authority", host.authority), first, second, last)
    # No more authorities below one than it says.
    tries(SW.OK, below("one", one, "authority", host.authority, depth=1), second, last)
    tries(0x6600, below("one", one, "authority", host.authority, depth=0), second, last)
    tries(SW.OK, below("one", one, "authority", host.authority, depth=0), certificate("host", leaf, "one", one, 9))
    # The name of another issuer; an authority that is none.
    tries(0x6600, first, below("two", two, "other", one), last)
    tries(0x6600, first, below("two", two, "one", one, ca=False), last)
    tries(0x6600, first, below("two", two, "one", one, bare=True), last)
    # An extension that must be understood, and is not.
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    tries(0x6A80, certificate("host", leaf, "authority", host.authority, 9, extension=strange))
    # Policies are taken note of, as in certificates of GlobalPlatform.
    policy = x509.PolicyInformation(x509.ObjectIdentifier("1.2.840.114283.100.0.10.2.1.0"), None)
    policies = x509.CertificatePolicies([policy])
    tries(SW.OK, certificate("host", leaf, "authority", host.authority, 9, extension=policies))
    # Other algorithms.
    tries(0x6600, certificate("host", leaf, "authority", host.authority, 9, digest=hashes.SHA384()))
    longer = ec.generate_private_key(ec.SECP384R1()).public_key()
    tries(0x6600, certificate("host", longer, "authority", host.authority, 9))


def allows_by_serial_number():
    host = Host(serial=2**63 + 5)
    public = prepared(ScpKid.SCP11a, host)
    params = host.params(ScpKid.SCP11a, public)
    session(params).store_allowlist(AUTHORITY, [1, 2**63 + 5])
    session(params).store_allowlist(AUTHORITY, [1, 2**63 + 6])
    refused(0x6640, session, params)
    # Without a list any certificate is good.
    session(Scp03KeyParams()).store_allowlist(AUTHORITY, [])
    session(params).store_allowlist(AUTHORITY, [7])
    refused(0x6640, session, params)
    # A key that comes in the place of the other has no list.
    domain = session(Scp03KeyParams())
    domain.delete_key(AUTHORITY.kid, AUTHORITY.kvn)
    assert domain.get_supported_ca_identifiers() == {}
    domain.put_key(AUTHORITY, host.authority.public_key())
    session(params).get_key_information()


def keeps_certificates():
    public = prepared(ScpKid.SCP11b)
    authority = new_key()
    chain = [
        certificate("authority", authority.public_key(), "authority", authority, 1, ca=True),
        certificate("card", public, "authority", authority, 2),
    ]
    reference = KeyRef(ScpKid.SCP11b, VERSION)
    domain = session(Scp03KeyParams())
    domain.store_certificate_bundle(reference, chain)
    domain.store_ca_issuer(reference, identifier(authority.public_key()))
    domain = session()
    assert domain.get_certificate_bundle(reference) == chain
    assert domain.get_supported_ca_identifiers(klcc=True) == {reference: identifier(authority.public_key())}
    assert domain.get_supported_ca_identifiers(kloc=True) == {}
    # As a host does that knows the authority alone.
    leaf = domain.get_certificate_bundle(reference)[-1]
    domain.authenticate(Scp11KeyParams(reference, leaf.public_key()))
    assert domain.get_certificate_bundle(reference) == chain
    session(Scp03KeyParams()).store_certificate_bundle(reference, chain[1:])
    assert session().get_certificate_bundle(reference) == chain[1:]
    session(Scp03KeyParams()).delete_key(*reference)
    assert session().get_certificate_bundle(reference) == []


def imports_and_deletes_keys():
    domain = session(Scp03KeyParams())
    key = new_key()
    reference = KeyRef(ScpKid.SCP11b, 1)
    domain.put_key(reference, key)
    session(Scp11KeyParams(reference, key.public_key())).get_key_information()
    # In its place, of another version.
    domain = session(Scp03KeyParams())
    refused(SW.INCORRECT_PARAMETERS, domain.generate_ec_key, reference)
    changed = KeyRef(ScpKid.SCP11b, 2)
    domain = session(Scp03KeyParams())
    public = domain.generate_ec_key(changed, replace_kvn=1)
    assert reference not in domain.get_key_information()
    unknown(session, Scp11KeyParams(reference, key.public_key()))
    session(Scp11KeyParams(changed, public)).get_key_information()
    domain = session(Scp03KeyParams())
    domain.put_key(changed, key, replace_kvn=2)
    session(Scp11KeyParams(changed, key.public_key())).get_key_information()
    # Other curves are not there.
    domain = session(Scp03KeyParams())
    refused(SW.INCORRECT_PARAMETERS, domain.generate_ec_key, KeyRef(ScpKid.SCP11b, 3), Curve.SECP384R1)
    domain = session(Scp03KeyParams())
    domain.delete_key(kid=ScpKid.SCP11b)
    assert len(domain.get_key_information()) == 3


def sends_short_commands():
    """As over NFC: no command is longer than 255 bytes, and chains carry certificates."""
    host = Host(2)
    public = prepared(ScpKid.SCP11a, host)
    domain = session(host.params(ScpKid.SCP11a, public), TRANSPORT.NFC)
    reference = KeyRef(ScpKid.SCP11a, VERSION)
    domain.store_certificate_bundle(reference, host.chain)
    assert domain.get_certificate_bundle(reference) == host.chain
    manages(domain)
    assert session(transport=TRANSPORT.NFC).get_certificate_bundle(reference) == host.chain


globals()[sys.argv[1]]()
print("done")
