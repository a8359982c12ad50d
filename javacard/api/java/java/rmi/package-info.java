/**
 * The marker and the exception of Java Card remote method invocation. Package AID A0000000620003, version
 * 1.0.
 */
package java.rmi;
