/**
 * A framework in which several services share the work on an APDU, and remote method invocation (Java Card
 * RMI) on top of it. Cards need not have it. Package AID A000000062010101, version 1.0.
 */
package javacard.framework.service;
