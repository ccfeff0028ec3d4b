package no.portnokkel.maskinporten.config;

import java.util.Comparator;

/**
 * A key in an HSM, whichever clients use it.
 *
 * @param device the name of the HSM; {@code ""} for the HSM of {@code hsm.*}
 * @param label its label there
 */
public record DeviceKey(String device, String label) implements Comparable<DeviceKey> {
    private static final Comparator<DeviceKey> ORDER =
            Comparator.comparing(DeviceKey::device).thenComparing(DeviceKey::label);

    @Override
    public int compareTo(DeviceKey other) {
        return ORDER.compare(this, other);
    }
}
