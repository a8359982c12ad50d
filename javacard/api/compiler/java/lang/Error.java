package java.lang;

/** javac treats it as unchecked, and wants to know it for every {@code throws} clause. No card has it. */
public class Error extends Throwable {
}
