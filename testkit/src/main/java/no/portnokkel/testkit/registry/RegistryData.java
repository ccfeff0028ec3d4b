package no.portnokkel.testkit.registry;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The data of a registry, in one object so that it can be replaced atomically. */
final class RegistryData {

    final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
    final Map<String, RegisteredScope> scopes = new ConcurrentHashMap<>();
    final Map<ScopeAccess, Boolean> access = new ConcurrentHashMap<>();
    final Set<Delegation> delegations = ConcurrentHashMap.newKeySet();
    final Map<UUID, Consent> consents = new ConcurrentHashMap<>();
    final Map<UUID, SystemUser> systemUsers = new ConcurrentHashMap<>();
    final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
    volatile Duration keyDelay = Duration.ZERO;
}
