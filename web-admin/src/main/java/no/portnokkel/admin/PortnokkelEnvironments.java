package no.portnokkel.admin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.nodes.NodeService;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** Adapts the running server to {@link EnvironmentRuntime}. */
final class PortnokkelEnvironments implements EnvironmentRuntime {
    /** A signature and an exchange with their time limits, and a little more. */
    private static final Duration LONGEST_GRANT = Duration.ofSeconds(15);

    private final PortnokkelOperations portnokkel;
    private final NodeService nodes;
    private final Clock clock;

    PortnokkelEnvironments(PortnokkelOperations portnokkel, NodeService nodes, Clock clock) {
        this.portnokkel = portnokkel;
        this.nodes = nodes;
        this.clock = clock;
    }

    @Override
    public void requireFitToSwitch() {
        nodes.requireFitToSwitch();
    }

    @Override
    public void requireFitToConfirm() {
        nodes.requireFitToConfirm();
    }

    @Override
    public EnvironmentChoice active() {
        return portnokkel.activeEnvironment();
    }

    @Override
    public void activate(StoredChoice choice) {
        portnokkel.activate(choice);
    }

    @Override
    public StoredChoice signed(EnvironmentChoice choice, Digests digests) {
        try {
            return portnokkel.choices().signed(choice, digests);
        } catch (HsmException notSigned) {
            throw new ProblemException(notSigned.fault().problem());
        }
    }

    @Override
    public String sign(String environment, String text) {
        return sign(environment, active().keys(), text);
    }

    @Override
    public String sign(String environment, KeyChoices keys, String text) {
        try {
            return portnokkel.choices().signer().sign(environment, keys, text);
        } catch (HsmException notSigned) {
            throw new ProblemException(notSigned.fault().problem());
        }
    }

    @Override
    public boolean isStoredChoiceRejected() {
        return portnokkel.choices().isRejected();
    }

    @Override
    public void clearRejection() {
        portnokkel.choices().clearRejection();
    }

    @Override
    public Verdict verify(String environment, String text, String signature) {
        return portnokkel.choices().signer().verify(environment, text, signature);
    }

    @Override
    public void dryRun(String environment) {
        portnokkel.dryRun(environment);
    }

    @Override
    public void dryRun(String environment, Optional<String> client, ClientKey key) {
        portnokkel.dryRun(environment, client, key);
    }

    @Override
    public void stop(DeviceKey key) {
        portnokkel.stop(key);
    }

    @Override
    public SortedSet<DeviceKey> ownStops() {
        return portnokkel.choices().ownStops();
    }

    @Override
    public boolean awaitNoGrantWith(DeviceKey key) {
        try {
            return portnokkel.awaitNoGrantWith(key, LONGEST_GRANT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public CertificateInfo certificate(String environment, String label) {
        try {
            return CertificateInfo.of(portnokkel.certificate(environment, label), clock);
        } catch (HsmException notReadable) {
            throw new ProblemException(notReadable.fault().problem());
        } catch (TokenRefusedException invalidSettings) {
            throw new ProblemException(invalidSettings.problem());
        }
    }

    @Override
    public Optional<String> certificate(String environment) {
        return portnokkel
                .key(environment)
                .flatMap(key -> key.certificateInfo(clock))
                .map(CertificateInfo::sha256);
    }
}
