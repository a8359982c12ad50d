/**
 * The part of the Java language's core classes that a card has: {@code Object}, {@code Throwable} and the
 * exceptions that the virtual machine itself throws. There are no strings, no threads, no class objects and
 * no messages in exceptions. Package AID A0000000620001, version 1.0.
 */
package java.lang;
