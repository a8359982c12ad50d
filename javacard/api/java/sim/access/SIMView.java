package sim.access;

import javacard.framework.Shareable;

/** The file system of the SIM: one current directory, file and record for each applet. */
public interface SIMView extends Shareable {
    /** File identifier of the master file. */
    short FID_MF = 0x3F00;

    /** File identifier of the directory DF_TELECOM. */
    short FID_DF_TELECOM = 0x7F10;

    /** File identifier of the directory DF_GSM. */
    short FID_DF_GSM = 0x7F20;

    /** File identifier of the directory DF_DCS_1800. */
    short FID_DF_DCS_1800 = 0x7F21;

    /** File identifier of the directory DF_IS_41. */
    short FID_DF_IS_41 = 0x7F22;

    /** File identifier of the directory DF_FP_CTS. */
    short FID_DF_FP_CTS = 0x7F23;

    /** File identifier of the directory DF_PDC. */
    short FID_DF_PDC = 0x7F80;

    /** File identifier of the directory DF_TETRA. */
    short FID_DF_TETRA = 0x7F90;

    /** File identifier of the directory DF_TIA_EIA_136. */
    short FID_DF_TIA_EIA_136 = 0x7F24;

    /** File identifier of the directory DF_TIA_EIA_95. */
    short FID_DF_TIA_EIA_95 = 0x7F25;

    /** File identifier of the directory DF_GRAPHICS, as misspelled in older versions. */
    short FID_DF_Graphics = 0x5F50;

    /** File identifier of the directory DF_GRAPHICS. */
    short FID_DF_GRAPHICS = 0x5F50;

    /** File identifier of the directory DF_IRIDIUM. */
    short FID_DF_IRIDIUM = 0x5F30;

    /** File identifier of the directory DF_GLOBALSTAR. */
    short FID_DF_GLOBALSTAR = 0x5F31;

    /** File identifier of the directory DF_ICO. */
    short FID_DF_ICO = 0x5F32;

    /** File identifier of the directory DF_ACES. */
    short FID_DF_ACES = 0x5F33;

    /** File identifier of the directory DF_PCS_1900. */
    short FID_DF_PCS_1900 = 0x5F40;

    /** File identifier of the directory DF_CTS. */
    short FID_DF_CTS = 0x5F60;

    /** File identifier of the directory DF_SOLSA. */
    short FID_DF_SOLSA = 0x5F70;

    /** File identifier of the directory DF_TIA_EIA_553. */
    short FID_DF_TIA_EIA_553 = 0x5F40;

    /** File identifier of the directory DF_MEXE. */
    short FID_DF_MEXE = 0x5F3C;

    /** File identifier of the elementary file EF_ICCID. */
    short FID_EF_ICCID = 0x2FE2;

    /** File identifier of the elementary file EF_ELP. */
    short FID_EF_ELP = 0x2F05;

    /** File identifier of the elementary file EF_ADN. */
    short FID_EF_ADN = 0x6F3A;

    /** File identifier of the elementary file EF_FDN. */
    short FID_EF_FDN = 0x6F3B;

    /** File identifier of the elementary file EF_SMS. */
    short FID_EF_SMS = 0x6F3C;

    /** File identifier of the elementary file EF_CCP. */
    short FID_EF_CCP = 0x6F3D;

    /** File identifier of the elementary file EF_MSISDN. */
    short FID_EF_MSISDN = 0x6F40;

    /** File identifier of the elementary file EF_SMSP. */
    short FID_EF_SMSP = 0x6F42;

    /** File identifier of the elementary file EF_SMSS. */
    short FID_EF_SMSS = 0x6F43;

    /** File identifier of the elementary file EF_LND. */
    short FID_EF_LND = 0x6F44;

    /** File identifier of the elementary file EF_SDN. */
    short FID_EF_SDN = 0x6F49;

    /** File identifier of the elementary file EF_EXT1. */
    short FID_EF_EXT1 = 0x6F4A;

    /** File identifier of the elementary file EF_EXT2. */
    short FID_EF_EXT2 = 0x6F4B;

    /** File identifier of the elementary file EF_EXT3. */
    short FID_EF_EXT3 = 0x6F4C;

    /** File identifier of the elementary file EF_BDN. */
    short FID_EF_BDN = 0x6F4D;

    /** File identifier of the elementary file EF_EXT4. */
    short FID_EF_EXT4 = 0x6F4E;

    /** File identifier of the elementary file EF_SMSR. */
    short FID_EF_SMSR = 0x6F47;

    /** File identifier of the elementary file EF_ECCP. */
    short FID_EF_ECCP = 0x6F4F;

    /** File identifier of the elementary file EF_CMI. */
    short FID_EF_CMI = 0x6F58;

    /** File identifier of the elementary file EF_IMG. */
    short FID_EF_IMG = 0x4F20;

    /** File identifier of the elementary file EF_LP. */
    short FID_EF_LP = 0x6F05;

    /** File identifier of the elementary file EF_IMSI. */
    short FID_EF_IMSI = 0x6F07;

    /** File identifier of the elementary file EF_KC. */
    short FID_EF_KC = 0x6F20;

    /** File identifier of the elementary file EF_PLMNSEL. */
    short FID_EF_PLMNSEL = 0x6F30;

    /** File identifier of the elementary file EF_HPLMN. */
    short FID_EF_HPLMN = 0x6F31;

    /** File identifier of the elementary file EF_ACMMAX. */
    short FID_EF_ACMMAX = 0x6F37;

    /** File identifier of the elementary file EF_SST. */
    short FID_EF_SST = 0x6F38;

    /** File identifier of the elementary file EF_ACM. */
    short FID_EF_ACM = 0x6F39;

    /** File identifier of the elementary file EF_GID1. */
    short FID_EF_GID1 = 0x6F3E;

    /** File identifier of the elementary file EF_GID2. */
    short FID_EF_GID2 = 0x6F3F;

    /** File identifier of the elementary file EF_SPN. */
    short FID_EF_SPN = 0x6F46;

    /** File identifier of the elementary file EF_PUCT. */
    short FID_EF_PUCT = 0x6F41;

    /** File identifier of the elementary file EF_CBMI. */
    short FID_EF_CBMI = 0x6F45;

    /** File identifier of the elementary file EF_BCCH. */
    short FID_EF_BCCH = 0x6F74;

    /** File identifier of the elementary file EF_ACC. */
    short FID_EF_ACC = 0x6F78;

    /** File identifier of the elementary file EF_FPLMN. */
    short FID_EF_FPLMN = 0x6F7B;

    /** File identifier of the elementary file EF_LOCI. */
    short FID_EF_LOCI = 0x6F7E;

    /** File identifier of the elementary file EF_AD. */
    short FID_EF_AD = 0x6FAD;

    /** File identifier of the elementary file EF_PHASE. */
    short FID_EF_PHASE = 0x6FAE;

    /** File identifier of the elementary file EF_VGCS. */
    short FID_EF_VGCS = 0x6FB1;

    /** File identifier of the elementary file EF_VGCSS. */
    short FID_EF_VGCSS = 0x6FB2;

    /** File identifier of the elementary file EF_VBS. */
    short FID_EF_VBS = 0x6FB3;

    /** File identifier of the elementary file EF_VBSS. */
    short FID_EF_VBSS = 0x6FB4;

    /** File identifier of the elementary file EF_EMLPP. */
    short FID_EF_EMLPP = 0x6FB5;

    /** File identifier of the elementary file EF_AAEM. */
    short FID_EF_AAEM = 0x6FB6;

    /** File identifier of the elementary file EF_CBMID. */
    short FID_EF_CBMID = 0x6F48;

    /** File identifier of the elementary file EF_ECC. */
    short FID_EF_ECC = 0x6FB7;

    /** File identifier of the elementary file EF_CBMIR. */
    short FID_EF_CBMIR = 0x6F50;

    /** File identifier of the elementary file EF_DCK. */
    short FID_EF_DCK = 0x6F2C;

    /** File identifier of the elementary file EF_CNL. */
    short FID_EF_CNL = 0x6F32;

    /** File identifier of the elementary file EF_NIA. */
    short FID_EF_NIA = 0x6F51;

    /** File identifier of the elementary file EF_KCGPRS. */
    short FID_EF_KCGPRS = 0x6F52;

    /** File identifier of the elementary file EF_LOCIGPRS. */
    short FID_EF_LOCIGPRS = 0x6F53;

    /** File identifier of the elementary file EF_SUME. */
    short FID_EF_SUME = 0x6F54;

    /** File identifier of the elementary file EF_PLMNWACT. */
    short FID_EF_PLMNWACT = 0x6F60;

    /** File identifier of the elementary file EF_OPLMNWACT. */
    short FID_EF_OPLMNWACT = 0x6F61;

    /** File identifier of the elementary file EF_HPLMNWACT. */
    short FID_EF_HPLMNWACT = 0x6F62;

    /** File identifier of the elementary file EF_CPBCCH. */
    short FID_EF_CPBCCH = 0x6F63;

    /** File identifier of the elementary file EF_INVSCAN. */
    short FID_EF_INVSCAN = 0x6F64;

    /** File identifier of the elementary file EF_SAI. */
    short FID_EF_SAI = 0x4F30;

    /** File identifier of the elementary file EF_SLL. */
    short FID_EF_SLL = 0x4F31;

    /** File identifier of the elementary file EF_SID. */
    short FID_EF_SID = 0x4F80;

    /** File identifier of the elementary file EF_GPI. */
    short FID_EF_GPI = 0x4F81;

    /** File identifier of the elementary file EF_IPC. */
    short FID_EF_IPC = 0x4F82;

    /** File identifier of the elementary file EF_COUNT. */
    short FID_EF_COUNT = 0x4F83;

    /** File identifier of the elementary file EF_NSID. */
    short FID_EF_NSID = 0x4F84;

    /** File identifier of the elementary file EF_PSID. */
    short FID_EF_PSID = 0x4F85;

    /** File identifier of the elementary file EF_NETSEL. */
    short FID_EF_NETSEL = 0x4F86;

    /** File identifier of the elementary file EF_SPL. */
    short FID_EF_SPL = 0x4F87;

    /** File identifier of the elementary file EF_MIN. */
    short FID_EF_MIN = 0x4F88;

    /** File identifier of the elementary file EF_ACCOLC. */
    short FID_EF_ACCOLC = 0x4F89;

    /** File identifier of the elementary file EF_FC1. */
    short FID_EF_FC1 = 0x4F8A;

    /** File identifier of the elementary file EF_S_ESN. */
    short FID_EF_S_ESN = 0x4F8B;

    /** File identifier of the elementary file EF_CSID. */
    short FID_EF_CSID = 0x4F8C;

    /** File identifier of the elementary file EF_REG_THRESH. */
    short FID_EF_REG_THRESH = 0x4F8D;

    /** File identifier of the elementary file EF_CCCH. */
    short FID_EF_CCCH = 0x4F8E;

    /** File identifier of the elementary file EF_LDCC. */
    short FID_EF_LDCC = 0x4F8F;

    /** File identifier of the elementary file EF_GSM_RECON. */
    short FID_EF_GSM_RECON = 0x4F90;

    /** File identifier of the elementary file EF_AMPS_2_GSM. */
    short FID_EF_AMPS_2_GSM = 0x4F91;

    /** File identifier of the elementary file EF_AMPS_UI. */
    short FID_EF_AMPS_UI = 0x4F93;

    /** File identifier of the elementary file EF_MEXE_ST. */
    short FID_EF_MEXE_ST = 0x4F40;

    /** File identifier of the elementary file EF_ORPK. */
    short FID_EF_ORPK = 0x4F41;

    /** File identifier of the elementary file EF_ARPK. */
    short FID_EF_ARPK = 0x4F42;

    /** File identifier of the elementary file EF_TPRPK. */
    short FID_EF_TPRPK = 0x4F43;

    /** Record: the next one, which becomes the current. */
    byte REC_ACC_MODE_NEXT = 2;

    /** Record: the one before, which becomes the current. */
    byte REC_ACC_MODE_PREVIOUS = 3;

    /** Record: the one whose number is given, or the current one for 0. */
    byte REC_ACC_MODE_ABSOLUTE_CURRENT = 4;

    /** Seek: from beginning forward. */
    byte SEEK_FROM_BEGINNING_FORWARD = 0;

    /** Seek: from end backward. */
    byte SEEK_FROM_END_BACKWARD = 1;

    /** Seek: from next forward. */
    byte SEEK_FROM_NEXT_FORWARD = 2;

    /** Seek: from previous backward. */
    byte SEEK_FROM_PREVIOUS_BACKWARD = 3;

    /**
     * Selects a file and copies its control information.
     *
     * @param fid the file identifier
     * @param fci the array to copy to
     * @param fciOffset where to begin
     * @param fciLength the number of bytes at most
     * @return the offset behind the last byte written, or the number of bytes there are
     * @throws SIMViewException {@link SIMViewException#FILE_NOT_FOUND} if there is no such file
     */
    short select(short fid, byte[] fci, short fciOffset, short fciLength) throws SIMViewException;

    /**
     * Selects a file.
     *
     * @param fid the file identifier
     * @throws SIMViewException {@link SIMViewException#FILE_NOT_FOUND} if there is no such file
     */
    void select(short fid) throws SIMViewException;

    /**
     * Reads bytes of the current transparent file.
     *
     * @param fileOffset where to begin in the file
     * @param resp the array to copy to
     * @param respOffset where to begin
     * @param respLength the number of bytes
     * @return the offset behind the last byte written
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#OUT_OF_FILE_BOUNDARIES} if the file is shorter
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short readBinary(short fileOffset, byte[] resp, short respOffset, short respLength)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes bytes of the current transparent file.
     *
     * @param fileOffset where to begin in the file
     * @param data the array that holds the bytes
     * @param dataOffset where they begin
     * @param dataLength their number
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#OUT_OF_FILE_BOUNDARIES} if the file is shorter
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     * @throws SIMViewException {@link SIMViewException#MEMORY_PROBLEM} if the memory failed
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void updateBinary(short fileOffset, byte[] data, short dataOffset, short dataLength)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads a record of the current file, or a part of it.
     *
     * @param recNumber the record, in the absolute mode; 0 for the current one
     * @param mode one of the {@code REC_ACC_MODE} constants
     * @param recOffset where to begin in the record
     * @param resp the array to copy to
     * @param respOffset where to begin
     * @param respLength the number of bytes
     * @return the offset behind the last byte written
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#OUT_OF_RECORD_BOUNDARIES} if the record is shorter
     * @throws SIMViewException {@link SIMViewException#INVALID_MODE} if the mode is none of the constants
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short readRecord(short recNumber, byte mode, short recOffset, byte[] resp, short respOffset, short respLength)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a record of the current file, or a part of it.
     *
     * @param recNumber the record, in the absolute mode; 0 for the current one
     * @param mode one of the {@code REC_ACC_MODE} constants
     * @param recOffset where to begin in the record
     * @param data the array that holds the bytes
     * @param dataOffset where they begin
     * @param dataLength their number
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#OUT_OF_RECORD_BOUNDARIES} if the record is shorter
     * @throws SIMViewException {@link SIMViewException#INVALID_MODE} if the mode is none of the constants
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     * @throws SIMViewException {@link SIMViewException#MEMORY_PROBLEM} if the memory failed
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void updateRecord(short recNumber, byte mode, short recOffset, byte[] data, short dataOffset, short dataLength)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Adds to the current record of a cyclic file.
     *
     * @param incr the array that holds the number to add, three bytes
     * @param incrOffset where it begins
     * @param resp the array that takes the new value
     * @param respOffset where to begin
     * @return the offset behind the last byte written
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#MAX_VALUE_REACHED} if the result does not fit
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short increase(byte[] incr, short incrOffset, byte[] resp, short respOffset)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the control information of the current directory.
     *
     * @param fci the array to copy to
     * @param fciOffset where to begin
     * @param fciLength the number of bytes at most
     * @return the offset behind the last byte written, or the number of bytes there are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short status(byte[] fci, short fciOffset, short fciLength)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Invalidates the current file.
     *
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#INVALIDATION_STATUS_CONTRADICTION} if it is
     *     invalidated
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     */
    void invalidate() throws SIMViewException;

    /**
     * Takes an invalidation back.
     *
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#INVALIDATION_STATUS_CONTRADICTION} if it is not
     *     invalidated
     * @throws SIMViewException {@link SIMViewException#AC_NOT_FULFILLED} if the access conditions are not met
     */
    void rehabilitate() throws SIMViewException;

    /**
     * Finds the record of the current file that begins with a pattern, and makes it the current one.
     *
     * @param mode one of the {@code SEEK} constants
     * @param patt the array that holds the pattern
     * @param pattOffset where it begins
     * @param pattLength its length
     * @return the number of the record
     * @throws SIMViewException {@link SIMViewException#NO_EF_SELECTED} if no elementary file is selected
     * @throws SIMViewException {@link SIMViewException#PATTERN_NOT_FOUND} if there is none
     * @throws SIMViewException {@link SIMViewException#INVALID_MODE} if the mode is none of the constants
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short seek(byte mode, byte[] patt, short pattOffset, short pattLength)
            throws SIMViewException, ArrayIndexOutOfBoundsException, NullPointerException;
}
