package no.portnokkel.maskinporten.forgery;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A single change of a valid grant.
 *
 * @param name what is changed
 * @param expected a part of the refusal: Maskinporten's error code, or if it has none, a part of its description
 * @param fits the valid grants that the change applies to
 * @param change applied before signing
 * @param afterwards applied to the signed text
 */
public record Mutation(
        String name,
        String expected,
        Predicate<RawGrant> fits,
        BiFunction<RawGrant, Random, RawGrant> change,
        BiFunction<String, Random, String> afterwards) {

    /** The outcome of an accepted grant. */
    public static final String ACCEPTED = "accepted";

    static Mutation mutation(String name, String expected, BiFunction<RawGrant, Random, RawGrant> change) {
        return new Mutation(name, expected, any -> true, change, (grant, random) -> grant);
    }

    static Mutation mutation(String name, String expected, UnaryOperator<RawGrant> change) {
        return mutation(name, expected, (draft, random) -> change.apply(draft));
    }

    static Mutation afterSigning(String name, String expected, UnaryOperator<String> change) {
        return afterSigning(name, expected, (grant, random) -> change.apply(grant));
    }

    static Mutation afterSigning(String name, String expected, BiFunction<String, Random, String> change) {
        return new Mutation(name, expected, any -> true, (draft, random) -> draft, change);
    }

    Mutation where(Predicate<RawGrant> condition) {
        return new Mutation(name, expected, fits.and(condition), change, afterwards);
    }

    /** Returns all forbidden changes. */
    public static List<Mutation> forbidden() {
        return Stream.of(ClaimMutations.all(), DetailMutations.all(), HeaderMutations.all(), SignatureMutations.all())
                .flatMap(Function.identity())
                .toList();
    }

    /** Returns all tolerated changes. */
    public static List<Mutation> tolerated() {
        return ToleratedMutations.all().toList();
    }

    /** Returns the signed text of the changed grant. */
    public String applyTo(RawGrant valid, Random random) {
        return afterwards.apply(change.apply(valid, random).sign(), random);
    }

    @Override
    public String toString() {
        return name + " (" + expected + ")";
    }
}
