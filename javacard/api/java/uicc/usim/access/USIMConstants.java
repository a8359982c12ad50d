package uicc.usim.access;

/** File identifiers of a USIM (3GPP TS 31.102). */
public interface USIMConstants {
    /** File identifier of the master file. */
    short FID_MF = 0x3F00;

    /** File identifier of the directory of the application in use. */
    short FID_ADF = 0x7FFF;

    /** File identifier of the elementary file EF_LI. */
    short FID_EF_LI = 0x6F05;

    /** File identifier of the elementary file EF_IMSI. */
    short FID_EF_IMSI = 0x6F07;

    /** File identifier of the elementary file EF_KEYS. */
    short FID_EF_KEYS = 0x6F08;

    /** File identifier of the elementary file EF_KEYSPS. */
    short FID_EF_KEYSPS = 0x6F09;

    /** File identifier of the elementary file EF_PLMNWACT. */
    short FID_EF_PLMNWACT = 0x6F60;

    /** File identifier of the elementary file EF_HPPLMN. */
    short FID_EF_HPPLMN = 0x6F31;

    /** File identifier of the elementary file EF_ACMMAX. */
    short FID_EF_ACMMAX = 0x6F37;

    /** File identifier of the elementary file EF_UST. */
    short FID_EF_UST = 0x6F38;

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

    /** File identifier of the elementary file EF_ACC. */
    short FID_EF_ACC = 0x6F78;

    /** File identifier of the elementary file EF_FPLMN. */
    short FID_EF_FPLMN = 0x6F7B;

    /** File identifier of the elementary file EF_LOCI. */
    short FID_EF_LOCI = 0x6F7E;

    /** File identifier of the elementary file EF_AD. */
    short FID_EF_AD = 0x6FAD;

    /** File identifier of the elementary file EF_CBMID. */
    short FID_EF_CBMID = 0x6F48;

    /** File identifier of the elementary file EF_ECC. */
    short FID_EF_ECC = 0x6FB7;

    /** File identifier of the elementary file EF_CBMIR. */
    short FID_EF_CBMIR = 0x6F50;

    /** File identifier of the elementary file EF_PSLOCI. */
    short FID_EF_PSLOCI = 0x6F73;

    /** File identifier of the elementary file EF_FDN. */
    short FID_EF_FDN = 0x6F3B;

    /** File identifier of the elementary file EF_SMS. */
    short FID_EF_SMS = 0x6F3C;

    /** File identifier of the elementary file EF_MSISDN. */
    short FID_EF_MSISDN = 0x6F40;

    /** File identifier of the elementary file EF_SMSP. */
    short FID_EF_SMSP = 0x6F42;

    /** File identifier of the elementary file EF_SMSS. */
    short FID_EF_SMSS = 0x6F43;

    /** File identifier of the elementary file EF_SDN. */
    short FID_EF_SDN = 0x6F49;

    /** File identifier of the elementary file EF_EXT2. */
    short FID_EF_EXT2 = 0x6F4B;

    /** File identifier of the elementary file EF_EXT3. */
    short FID_EF_EXT3 = 0x6F4C;

    /** File identifier of the elementary file EF_SMSR. */
    short FID_EF_SMSR = 0x6F47;

    /** File identifier of the elementary file EF_ICI. */
    short FID_EF_ICI = 0x6F80;

    /** File identifier of the elementary file EF_OCI. */
    short FID_EF_OCI = 0x6F81;

    /** File identifier of the elementary file EF_ICT. */
    short FID_EF_ICT = 0x6F82;

    /** File identifier of the elementary file EF_OCT. */
    short FID_EF_OCT = 0x6F83;

    /** File identifier of the elementary file EF_EXT5. */
    short FID_EF_EXT5 = 0x6F4E;

    /** File identifier of the elementary file EF_CCP2. */
    short FID_EF_CCP2 = 0x6F4F;

    /** File identifier of the elementary file EF_EMLPP. */
    short FID_EF_EMLPP = 0x6FB5;

    /** File identifier of the elementary file EF_AAEM. */
    short FID_EF_AAEM = 0x6FB6;

    /** File identifier of the elementary file EF_HIDDENKEY. */
    short FID_EF_HIDDENKEY = 0x6FC3;

    /** File identifier of the elementary file EF_BDN. */
    short FID_EF_BDN = 0x6F4D;

    /** File identifier of the elementary file EF_EXT4. */
    short FID_EF_EXT4 = 0x6F55;

    /** File identifier of the elementary file EF_CMI. */
    short FID_EF_CMI = 0x6F58;

    /** File identifier of the elementary file EF_EST. */
    short FID_EF_EST = 0x6F56;

    /** File identifier of the elementary file EF_ACL. */
    short FID_EF_ACL = 0x6F57;

    /** File identifier of the elementary file EF_DCK. */
    short FID_EF_DCK = 0x6F2C;

    /** File identifier of the elementary file EF_CNL. */
    short FID_EF_CNL = 0x6F32;

    /** File identifier of the elementary file EF_START_HFN. */
    short FID_EF_START_HFN = 0x6F5B;

    /** File identifier of the elementary file EF_THRESHOLD. */
    short FID_EF_THRESHOLD = 0x6F5C;

    /** File identifier of the elementary file EF_OPLMNWACT. */
    short FID_EF_OPLMNWACT = 0x6F61;

    /** File identifier of the elementary file EF_HPLMNWACT. */
    short FID_EF_HPLMNWACT = 0x6F62;

    /** File identifier of the elementary file EF_ARR. */
    short FID_EF_ARR = 0x6F06;

    /** File identifier of the elementary file EF_NETPAR. */
    short FID_EF_NETPAR = 0x6FC4;

    /** File identifier of the elementary file EF_PNN. */
    short FID_EF_PNN = 0x6FC5;

    /** File identifier of the elementary file EF_OPL. */
    short FID_EF_OPL = 0x6FC6;

    /** File identifier of the elementary file EF_MBDN. */
    short FID_EF_MBDN = 0x6FC7;

    /** File identifier of the elementary file EF_EXT6. */
    short FID_EF_EXT6 = 0x6FC8;

    /** File identifier of the elementary file EF_MBI. */
    short FID_EF_MBI = 0x6FC9;

    /** File identifier of the elementary file EF_MWIS. */
    short FID_EF_MWIS = 0x6FCA;

    /** File identifier of the elementary file EF_CFIS. */
    short FID_EF_CFIS = 0x6FCB;

    /** File identifier of the elementary file EF_EXT7. */
    short FID_EF_EXT7 = 0x6FCC;

    /** File identifier of the elementary file EF_SPDI. */
    short FID_EF_SPDI = 0x6FCD;

    /** File identifier of the elementary file EF_MMSN. */
    short FID_EF_MMSN = 0x6FCE;

    /** File identifier of the elementary file EF_EXT8. */
    short FID_EF_EXT8 = 0x6FCF;

    /** File identifier of the elementary file EF_MMSICP. */
    short FID_EF_MMSICP = 0x6FD0;

    /** File identifier of the elementary file EF_MMSUP. */
    short FID_EF_MMSUP = 0x6FD1;

    /** File identifier of the elementary file EF_MMSUCP. */
    short FID_EF_MMSUCP = 0x6FD2;

    /** File identifier of the elementary file EF_NIA. */
    short FID_EF_NIA = 0x6FD3;

    /** File identifier of the elementary file EF_VGCS. */
    short FID_EF_VGCS = 0x6FB1;

    /** File identifier of the elementary file EF_VGCSS. */
    short FID_EF_VGCSS = 0x6FB2;

    /** File identifier of the elementary file EF_VBS. */
    short FID_EF_VBS = 0x6FB3;

    /** File identifier of the elementary file EF_VBSS. */
    short FID_EF_VBSS = 0x6FB4;

    /** File identifier of the elementary file EF_VGCSCA. */
    short FID_EF_VGCSCA = 0x6FD4;

    /** File identifier of the elementary file EF_VBSCA. */
    short FID_EF_VBSCA = 0x6FD5;

    /** File identifier of the elementary file EF_GBABP. */
    short FID_EF_GBABP = 0x6FD6;

    /** File identifier of the elementary file EF_MSK. */
    short FID_EF_MSK = 0x6FD7;

    /** File identifier of the elementary file EF_MUK. */
    short FID_EF_MUK = 0x6FD8;

    /** File identifier of the directory DF_PHONEBOOK. */
    short FID_DF_PHONEBOOK = 0x5F3A;

    /** File identifier of the directory DF_GSM_ACCESS. */
    short FID_DF_GSM_ACCESS = 0x5F3B;

    /** File identifier of the directory DF_MEXE. */
    short FID_DF_MEXE = 0x5F3C;

    /** File identifier of the directory DF_WLAN. */
    short FID_DF_WLAN = 0x5F40;

    /** File identifier of the directory DF_SOLSA. */
    short FID_DF_SOLSA = 0x5F70;

    /** File identifier of the elementary file EF_SAI. */
    short FID_EF_SAI = 0x4F30;

    /** File identifier of the elementary file EF_SLL. */
    short FID_EF_SLL = 0x4F31;

    /** File identifier of the elementary file EF_PBR. */
    short FID_EF_PBR = 0x4F30;

    /** File identifier of the elementary file EF_PSC. */
    short FID_EF_PSC = 0x4F22;

    /** File identifier of the elementary file EF_CC. */
    short FID_EF_CC = 0x4F23;

    /** File identifier of the elementary file EF_PUID. */
    short FID_EF_PUID = 0x4F24;

    /** File identifier of the elementary file EF_KC. */
    short FID_EF_KC = 0x4F20;

    /** File identifier of the elementary file EF_KCGPRS. */
    short FID_EF_KCGPRS = 0x4F52;

    /** File identifier of the elementary file EF_CPBCCH. */
    short FID_EF_CPBCCH = 0x4F63;

    /** File identifier of the elementary file EF_INVSCAN. */
    short FID_EF_INVSCAN = 0x4F64;

    /** File identifier of the elementary file EF_MEXEST. */
    short FID_EF_MEXEST = 0x4F40;

    /** File identifier of the elementary file EF_ORPK. */
    short FID_EF_ORPK = 0x4F41;

    /** File identifier of the elementary file EF_ARPK. */
    short FID_EF_ARPK = 0x4F42;

    /** File identifier of the elementary file EF_TRPRK. */
    short FID_EF_TRPRK = 0x4F43;

    /** File identifier of the elementary file EF_PSEUDO. */
    short FID_EF_PSEUDO = 0x4F41;

    /** File identifier of the elementary file EF_UPLMNWLAN. */
    short FID_EF_UPLMNWLAN = 0x4F42;

    /** File identifier of the elementary file EF_OPLMNWLAN. */
    short FID_EF_OPLMNWLAN = 0x4F43;

    /** File identifier of the elementary file EF_UWSIDL. */
    short FID_EF_UWSIDL = 0x4F44;

    /** File identifier of the elementary file EF_OWSIDL. */
    short FID_EF_OWSIDL = 0x4F45;

    /** File identifier of the elementary file EF_WRI. */
    short FID_EF_WRI = 0x4F46;

    /** File identifier of the elementary file EF_ICE_DN. */
    short FID_EF_ICE_DN = 0x6FE0;

    /** File identifier of the elementary file EF_ICE_FF. */
    short FID_EF_ICE_FF = 0x6FE1;

    /** File identifier of the elementary file EF_ADN. */
    short FID_EF_ADN = 0x6F3A;

    /** File identifier of the elementary file EF_EXT1. */
    short FID_EF_EXT1 = 0x6F4A;

    /** File identifier of the elementary file EF_ECCP. */
    short FID_EF_ECCP = 0x6F4F;

    /** File identifier of the elementary file EF_SUME. */
    short FID_EF_SUME = 0x6F54;

    /** File identifier of the directory DF_GRAPHICS. */
    short FID_DF_GRAPHICS = 0x5F50;

    /** File identifier of the directory DF_MULTIMEDIA. */
    short FID_DF_MULTIMEDIA = 0x5F3B;

    /** File identifier of the elementary file EF_IMG. */
    short FID_EF_IMG = 0x4F20;

    /** File identifier of the elementary file EF_MML. */
    short FID_EF_MML = 0x4F47;

    /** File identifier of the elementary file EF_MMDF. */
    short FID_EF_MMDF = 0x4F48;

    /** File identifier of the elementary file EF_GBANL. */
    short FID_EF_GBANL = 0x6FDA;

    /** File identifier of the elementary file EF_EHPLMNPI. */
    short FID_EF_EHPLMNPI = 0x6FDB;

    /** File identifier of the elementary file EF_LRPLMNSI. */
    short FID_EF_LRPLMNSI = 0x6FDC;

    /** File identifier of the elementary file EF_NAFKCA. */
    short FID_EF_NAFKCA = 0x6FDD;

    /** File identifier of the elementary file EF_SPNI. */
    short FID_EF_SPNI = 0x6FDE;

    /** File identifier of the elementary file EF_PNNI. */
    short FID_EF_PNNI = 0x6FDF;

    /** File identifier of the elementary file EF_NCP_IP. */
    short FID_EF_NCP_IP = 0x6FE2;

    /** File identifier of the elementary file EF_EPSLOCI. */
    short FID_EF_EPSLOCI = 0x6FE3;

    /** File identifier of the elementary file EF_EPSNSC. */
    short FID_EF_EPSNSC = 0x6FE4;

    /** File identifier of the elementary file EF_UFC. */
    short FID_EF_UFC = 0x6FE6;

    /** File identifier of the elementary file EF_UICCIARI. */
    short FID_EF_UICCIARI = 0x6FE7;

    /** File identifier of the elementary file EF_NASCONFIG. */
    short FID_EF_NASCONFIG = 0x6FE8;

    /** File identifier of the elementary file EF_ACSGL. */
    short FID_EF_ACSGL = 0x4F81;

    /** File identifier of the elementary file EF_CSGI. */
    short FID_EF_CSGI = 0x4F82;

    /** File identifier of the elementary file EF_CSGT. */
    short FID_EF_CSGT = 0x4F82;

    /** File identifier of the elementary file EF_HNBN. */
    short FID_EF_HNBN = 0x4F83;

    /** File identifier of the elementary file EF_OCSGL. */
    short FID_EF_OCSGL = 0x4F84;

    /** File identifier of the elementary file EF_OCSGT. */
    short FID_EF_OCSGT = 0x4F85;

    /** File identifier of the elementary file EF_OHNBN. */
    short FID_EF_OHNBN = 0x4F86;
}
