package uicc.isim.access;

/** File identifiers of an ISIM (3GPP TS 31.103). */
public interface ISIMConstants {
    /** File identifier of the directory of the application in use. */
    short FID_ADF = 0x7FFF;

    /** File identifier of the elementary file EF_IMPI. */
    short FID_EF_IMPI = 0x6F02;

    /** File identifier of the elementary file EF_DOMAIN. */
    short FID_EF_DOMAIN = 0x6F03;

    /** File identifier of the elementary file EF_IMPU. */
    short FID_EF_IMPU = 0x6F04;

    /** File identifier of the elementary file EF_AD. */
    short FID_EF_AD = 0x6FAD;

    /** File identifier of the elementary file EF_ARR. */
    short FID_EF_ARR = 0x6F06;

    /** File identifier of the elementary file EF_IST. */
    short FID_EF_IST = 0x6F07;

    /** File identifier of the elementary file EF_PCSCF. */
    short FID_EF_PCSCF = 0x6F09;

    /** File identifier of the elementary file EF_GBABP. */
    short FID_EF_GBABP = 0x6FD5;

    /** File identifier of the elementary file EF_GBANL. */
    short FID_EF_GBANL = 0x6FD7;

    /** File identifier of the elementary file EF_NAFKCA. */
    short FID_EF_NAFKCA = 0x6FDD;
}
