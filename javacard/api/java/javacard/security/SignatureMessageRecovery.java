package javacard.security;

/**
 * A signature from which a part of the message can be recovered (ISO/IEC 9796-2).
 * {@code Signature.getInstance} gives an object of this type for the algorithms whose names end in MR; cast
 * its result.
 */
public interface SignatureMessageRecovery {
    /**
     * Prepares for signing or verifying.
     *
     * @param theKey a private key to sign, a public key to verify
     * @param theMode {@code Signature.MODE_SIGN} or {@code Signature.MODE_VERIFY}
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the mode is neither, or the key does
     *     not fit
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws NullPointerException if an array or object given is null
     */
    void init(Key theKey, byte theMode) throws CryptoException, NullPointerException;

    /**
     * Begins a verification: opens the signature and puts the recovered part of the message in its place.
     *
     * @param sigAndRecDataBuff the array that holds the signature and takes the recovered data
     * @param buffOffset where the signature begins
     * @param sigLength its length
     * @return the number of message bytes recovered
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared for verifying
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the signature cannot be opened
     */
    short beginVerify(byte[] sigAndRecDataBuff, short buffOffset, short sigLength) throws CryptoException;

    /**
     * Signs all data given so far and these, and tells how much of the message can be recovered from the
     * signature.
     *
     * @param inBuff the array that holds the last data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sigBuff the array that takes the signature
     * @param sigOffset where to begin
     * @param recMsgLen the array that takes the length of the recoverable part
     * @param recMsgLenOffset its index
     * @return the length of the signature
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared for signing
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the message does not fit the algorithm
     */
    short sign(
            byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset, short[] recMsgLen,
            short recMsgLenOffset) throws CryptoException;

    /**
     * Ends a verification with the last of the data that could not be recovered.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @return true if the signature is right
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared for verifying
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if {@code beginVerify} was not called
     */
    boolean verify(byte[] inBuff, short inOffset, short inLength) throws CryptoException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code Signature.ALG} constants
     */
    byte getAlgorithm();

    /**
     * Gives the length of the signature.
     *
     * @return the length in bytes
     * @throws CryptoException {@link CryptoException#INVALID_INIT} or
     *     {@link CryptoException#UNINITIALIZED_KEY} if it depends on a key that is not there
     */
    short getLength() throws CryptoException;

    /**
     * Takes more data of the message.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if verifying and {@code beginVerify} was
     *     not called
     */
    void update(byte[] inBuff, short inOffset, short inLength) throws CryptoException;
}
