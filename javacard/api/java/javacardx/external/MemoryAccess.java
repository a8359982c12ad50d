package javacardx.external;

/** Reads and writes an external memory. */
public interface MemoryAccess {
    /**
     * Writes data to a block.
     *
     * @param src the array that holds the data
     * @param src_off where they begin
     * @param src_len their length
     * @param auth_key the array that holds the key for the access
     * @param auth_key_off where it begins
     * @param auth_key_len its length
     * @param other_sector the sector
     * @param other_block the block
     * @return true if they were written
     * @throws ExternalException {@link ExternalException#INVALID_PARAM} if a parameter is out of range
     * @throws ExternalException {@link ExternalException#INTERNAL_ERROR} if the memory failed
     */
    boolean writeData(
            byte[] src, short src_off, short src_len, byte[] auth_key, short auth_key_off, short auth_key_len,
            short other_sector, short other_block) throws ExternalException;

    /**
     * Reads data from a block.
     *
     * @param dest the array that takes the data
     * @param dest_off where to begin
     * @param auth_key the array that holds the key for the access
     * @param auth_key_off where it begins
     * @param auth_key_len its length
     * @param other_sector the sector
     * @param other_block the block
     * @param other_len the number of bytes
     * @return the number of bytes read
     * @throws ExternalException {@link ExternalException#INVALID_PARAM} if a parameter is out of range
     * @throws ExternalException {@link ExternalException#INTERNAL_ERROR} if the memory failed
     */
    short readData(
            byte[] dest, short dest_off, byte[] auth_key, short auth_key_off, short auth_key_len, short other_sector,
            short other_block, short other_len) throws ExternalException;
}
