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

/** The configured users who can log in with a password, and the problems of the others. Immutable. */
public final class Users {
    private final SortedMap<String, Person> people;
    private final SortedMap<String, PasswordHash> hashes;
    private final List<Problem> problems;
    private final Optional<PasswordHash> decoy;

    private Users(
            SortedMap<String, Person> people,
            SortedMap<String, PasswordHash> hashes,
            List<Problem> problems,
            Optional<PasswordHash> decoy) {
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
        return new Users(people, hashes, problems, slowest.map(hash -> hash.decoy(random)));
    }

    /** Returns the user of that name; empty when no such user can log in. */
    public Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** Returns all users, by name. */
    public List<Person> all() {
        return List.copyOf(people.values());
    }

    /** Returns the roles and a fingerprint of the password of every user, by names that begin with {@code users.}. */
    public Map<String, String> fingerprints() {
        Map<String, String> all = new TreeMap<>();
        people.values().forEach(person -> all.putAll(fingerprint(person)));
        return all;
    }

    /** Returns what {@link #fingerprints()} has of one user. */
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
