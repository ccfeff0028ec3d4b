package no.portnokkel.hsm.keys;

import java.io.Serializable;
import no.portnokkel.problem.Explained;

/**
 * Why a step of a key's life cycle was rejected or undone: the HSM works, the request is not acceptable. The token is
 * unchanged. Holds no secret.
 */
public sealed interface Rejection extends Explained, Serializable
        permits RequestRejection, PolicyRejection, ChainRejection, CertificateRejection {
    /** What is not acceptable; decides the exit code. */
    enum Kind {
        /** The arguments of the command. */
        ARGUMENTS,
        /** The operation itself, by policy. */
        POLICY,
        /** The certificate or its chain. */
        CERTIFICATE
    }

    Kind kind();
}
