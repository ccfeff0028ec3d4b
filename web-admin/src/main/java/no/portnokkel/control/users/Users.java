package no.portnokkel.control.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;

/**
 * Who can sign in: the configured users with a password, and whom the bank's identity provider knows. Has the problems of what is
 * configured wrongly. Immutable.
 */
public final class Users {
    private final SortedMap<String, Person> people;
    private final SortedMap<String, PasswordHash> hashes;
    private final List<Problem> problems;
    private final Optional<PasswordHash> decoy;
    private final Optional<SignOnSettings> signOn;

    private Users(
            SortedMap<String, Person> people,
            SortedMap<String, PasswordHash> hashes,
            List<Problem> problems,
            Optional<PasswordHash> decoy,
            Optional<SignOnSettings> signOn) {
        this.signOn = signOn;
        this.people = people;
        this.hashes = hashes;
        this.problems = List.copyOf(problems);
        this.decoy = decoy;
    }

    /**
     * Reads {@code portnokkel.admin.users.NAME.roles} and {@code .password-hash}. A user with invalid configuration
     * cannot log in.
     *
     * @param random for the hash that passwords of unknown users are checked against
     */
    public static Users read(ConfigValues values, RandomGenerator random) {
        SortedMap<String, Person> people = new TreeMap<>();
        SortedMap<String, PasswordHash> hashes = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : values.children("portnokkel.admin.users")) {
            UserReader reader = new UserReader(name, values);
            Optional<Person> person = reader.person();
            Optional<PasswordHash> hash = reader.hash();
            if (person.isPresent() && hash.isPresent()) {
                people.put(name, person.get());
                hashes.put(name, hash.get());
            }
            problems.addAll(reader.problems());
        }
        Optional<PasswordHash> slowest =
                hashes.values().stream().max(Comparator.comparingInt(PasswordHash::iterations));
        SignOnReader reader = new SignOnReader(values);
        Optional<SignOnSettings> signOn = reader.read();
        problems.addAll(reader.problems());
        return new Users(people, hashes, problems, slowest.map(hash -> hash.decoy(random)), signOn);
    }

    /** Returns the user of that name; empty when no such user can log in. */
    public Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** Returns the identity provider; empty when none is configured, or wrongly. */
    public Optional<SignOnSettings> signOn() {
        return signOn;
    }

    /**
     * Returns a person as known now: a built-in user with the roles that are configured; a person of the identity provider with the
     * roles that were stored, since only a sign-in tells present ones. Empty for somebody who could not sign in any more.
     *
     * @param stored as in the session, or in the database if a signature covers it
     */
    public Optional<Person> current(Person stored) {
        return stored.isBuiltIn()
                ? find(stored.id())
                : signOn.filter(settings ->
                                stored.isOf(settings.provider().issuer().toString()))
                        .map(settings -> stored);
    }

    /** Returns all built-in users, by name. */
    public List<Person> all() {
        return List.copyOf(people.values());
    }

    /**
     * Returns the roles and a fingerprint of the password of every built-in user, by names that begin with {@code users.}, and what
     * decides whom the identity provider lets in, by names that begin with {@code oidc.}.
     */
    public Map<String, String> fingerprints() {
        Map<String, String> all = new TreeMap<>(signOnFingerprints());
        people.values().forEach(person -> all.putAll(fingerprint(person)));
        return all;
    }

    /** Returns what {@link #fingerprints()} has of the identity provider; empty without one. */
    public Map<String, String> signOnFingerprints() {
        return signOn.map(SignOnSettings::fingerprints).orElse(Map.of());
    }

    /** Returns what {@link #fingerprints()} has of one built-in user. */
    public Map<String, String> fingerprint(Person person) {
        String prefix = "users." + person.name() + ".";
        Map<String, String> values = new TreeMap<>();
        values.put(prefix + "roles", person.roles().stream().map(Role::code).collect(Collectors.joining(" ")));
        Optional.ofNullable(hashes.get(person.name()))
                .ifPresent(hash -> values.put(prefix + "password", hash.fingerprint()));
        return values;
    }

    /**
     * Returns the hash to check a password against, in the format of {@code Pbkdf2PasswordHash}. For an unknown name it is a
     * random one, so that the check takes as long as for a wrong password. Empty only when no user can log in.
     */
    public Optional<String> passwordHash(String name) {
        return hashToCheck(name).map(PasswordHash::text);
    }

    Optional<PasswordHash> hashToCheck(String name) {
        return Optional.ofNullable(hashes.get(name)).or(() -> decoy);
    }

    /** Returns why some users cannot log in; one problem for each invalid setting. */
    public List<Problem> problems() {
        return problems;
    }
}
