package no.portnokkel.control.switching;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import no.portnokkel.control.users.Person;

/**
 * What an approval is bound to, in 32 bytes: the settings of both sides, and the users with their roles. Whoever changes
 * one of them after the proposal, be it by a second account for oneself, has not been approved.
 */
record ApprovalDigest(String digest) {

    static ApprovalDigest of(EffectiveSettings source, EffectiveSettings target, List<Person> people) {
        MessageDigest sha256 = sha256();
        add(sha256, source);
        add(sha256, target);
        for (Person person : people) {
            add(sha256, person.name());
            person.roles().forEach(role -> add(sha256, role.word()));
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

    /** With its length before it, so that no two lists of texts read alike. */
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
