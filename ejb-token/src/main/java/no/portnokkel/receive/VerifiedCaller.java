package no.portnokkel.receive;

import java.util.Optional;
import java.util.Set;

/** What a valid token says. */
record VerifiedCaller(String consumer, Optional<String> supplier, Set<String> scopes, String tokenId)
        implements MaskinportenCaller {}
