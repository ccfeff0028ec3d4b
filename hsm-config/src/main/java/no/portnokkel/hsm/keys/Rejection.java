package no.portnokkel.hsm.keys;

import java.io.Serializable;
import no.portnokkel.problem.Explained;

/**
 * Why a step of the ceremony was not taken, or was undone: the HSM is well, the request is not. The token is as it was
 * before. Holds no secret.
 */
public sealed interface Rejection extends Explained, Serializable
        permits RequestRejection, PolicyRejection, ChainRejection, CertificateRejection {}
