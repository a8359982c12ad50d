package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Implemented by a contactless applet that has a say in its activation. */
public interface CLAppletActivationPolicy extends Shareable {
    /** Reason of a refusal: another application must be deactivated first. */
    short REASON_BUSINESS_POLICY_CONFLICT = 1;

    /** Reason of a refusal: the user is not verified. */
    short REASON_USER_NOT_VERIFIED = 2;

    /** Reason of a refusal: none given. */
    short REASON_UNSPECIFIED = 3;

    /**
     * Asks whether the applet accepts its activation.
     *
     * @return true to accept
     */
    boolean acceptActivation();

    /**
     * Asks for the applications that stand against the activation, one a call.
     *
     * @param buffer the array to write to
     * @param offset where to begin
     * @return the bytes written, 0 at the end
     */
    short getNextApplicationConflictInfo(byte[] buffer, short offset);
}
