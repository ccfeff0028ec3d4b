package no.portnokkel.control.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;

/** Everybody who can sign in with a password, and what is wrong with the others. Safe for any number of threads. */
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
     * Reads {@code portnokkel.admin.users.NAME.roles} and {@code .password-hash}. Whoever is configured wrongly cannot
     * sign in.
     *
     * @param random makes the hash that unknown names are checked with
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

    /** The person of that name; empty when nobody of that name can sign in. */
    public Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** Everybody, by name. */
    public List<Person> all() {
        return List.copyOf(people.values());
    }

    /**
     * What to check a password with. Somebody unknown gets a hash that no password has, so that the answer takes as long
     * as for a wrong password; empty only when nobody can sign in at all.
     */
    public Optional<PasswordHash> hashToCheck(String name) {
        return Optional.ofNullable(hashes.get(name)).or(() -> decoy);
    }

    /** What is wrong with those who cannot sign in. */
    public List<Problem> problems() {
        return problems;
    }
}
