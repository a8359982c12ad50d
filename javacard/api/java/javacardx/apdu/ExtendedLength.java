package javacardx.apdu;

public interface ExtendedLength {
}
