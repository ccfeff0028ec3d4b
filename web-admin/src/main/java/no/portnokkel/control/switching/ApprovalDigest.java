package no.portnokkel.control.switching;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import no.portnokkel.control.users.Person;

/**
 * SHA-256 over everything that an approval covers: the settings of the source and the target environment, and all users
 * with their roles. If one of them changes after the proposal (also by a second account for the proposer), the digest
 * differs and the proposal can no longer be approved.
 *
 * @param digest lower-case hex
 */
record ApprovalDigest(String digest) {

    static ApprovalDigest of(EffectiveSettings source, EffectiveSettings target, List<Person> people) {
        MessageDigest sha256 = sha256();
        add(sha256, source);
        add(sha256, target);
        for (Person person : people) {
            add(sha256, person.name());
            person.roles().forEach(role -> add(sha256, role.code()));
            endOfGroup(sha256);
        }
        return new ApprovalDigest(HexFormat.of().formatHex(sha256.digest()));
    }

    private static void add(MessageDigest sha256, EffectiveSettings settings) {
        settings.values().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(setting -> {
            add(sha256, setting.getKey());
            add(sha256, setting.getValue());
        });
        endOfGroup(sha256);
    }

    /** Prefixes the text with its length, so that different lists of texts give different input. */
    private static void add(MessageDigest sha256, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
    }

    private static void endOfGroup(MessageDigest sha256) {
        sha256.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
