/**
 * BER-TLV data (ISO/IEC 8825-1), as objects and as bytes in arrays. Cards need not have it. Package AID
 * A000000062020803, version 1.0.
 */
package javacardx.framework.tlv;
