package javacard.security;

/**
 * The domain parameters of elliptic-curve keys: the field, the coefficients A and B, the base point G, its
 * order R and the cofactor K. Numbers are unsigned, the most significant byte first; points are in the
 * uncompressed form of ANSI X9.62 (04, x, y).
 */
public interface ECKey {
    /**
     * Sets the prime of a prime field.
     *
     * @param buffer the array that holds the prime
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the key is over a binary field
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setFieldFP(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the binary field of the trinomial {@code x^n + x^e + 1}.
     *
     * @param e the middle exponent
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if it does not fit the key size
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the key is over a prime field
     */
    void setFieldF2M(short e) throws CryptoException;

    /**
     * Sets the binary field of the pentanomial {@code x^n + x^e1 + x^e2 + x^e3 + 1}.
     *
     * @param e1 an exponent
     * @param e2 an exponent
     * @param e3 an exponent
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if they do not fit the key size
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the key is over a prime field
     */
    void setFieldF2M(short e1, short e2, short e3) throws CryptoException;

    /**
     * Sets the coefficient A.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setA(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the coefficient B.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setB(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the base point G.
     *
     * @param buffer the array that holds the point
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length or form does not fit
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setG(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the order R of the base point.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setR(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the cofactor of the base point's order; optional.
     *
     * @param K the cofactor
     */
    void setK(short K);

    /**
     * Copies the field: the prime, or the reduction polynomial as a bit string.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getField(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the coefficient A.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getA(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the coefficient B.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getB(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the base point G.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getG(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the order R.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getR(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the cofactor.
     *
     * @return the cofactor
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     */
    short getK() throws CryptoException;

    /**
     * Takes over the domain parameters of another key.
     *
     * @param ecKey the key to copy from
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if its field or size is another
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if its parameters are not set
     * @throws NullPointerException if an array or object given is null
     */
    void copyDomainParametersFrom(ECKey ecKey) throws CryptoException, NullPointerException;
}
