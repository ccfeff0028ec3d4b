package no.portnokkel.maskinporten.forgery;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One thing that is changed in a valid grant.
 *
 * @param name what is wrong then
 * @param expected a part of the refusal: Maskinporten's code, or where it has none, words of its text
 * @param fits the valid grants that can be made wrong in this way
 * @param change before the signature
 * @param afterwards change of the signed text
 */
public record Mutation(
        String name,
        String expected,
        Predicate<RawGrant> fits,
        BiFunction<RawGrant, Random, RawGrant> change,
        BiFunction<String, Random, String> afterwards) {

    /** The outcome of a grant that is accepted. */
    public static final String ACCEPTED = "accepted";

    static Mutation mutation(String name, String expected, BiFunction<RawGrant, Random, RawGrant> change) {
        return new Mutation(name, expected, any -> true, change, (grant, chance) -> grant);
    }

    static Mutation mutation(String name, String expected, UnaryOperator<RawGrant> change) {
        return mutation(name, expected, (draft, chance) -> change.apply(draft));
    }

    static Mutation afterSigning(String name, String expected, UnaryOperator<String> change) {
        return afterSigning(name, expected, (grant, chance) -> change.apply(grant));
    }

    static Mutation afterSigning(String name, String expected, BiFunction<String, Random, String> change) {
        return new Mutation(name, expected, any -> true, (draft, chance) -> draft, change);
    }

    Mutation where(Predicate<RawGrant> condition) {
        return new Mutation(name, expected, fits.and(condition), change, afterwards);
    }

    /** Everything that is forbidden. */
    public static List<Mutation> forbidden() {
        return Stream.of(ClaimMutations.all(), DetailMutations.all(), HeaderMutations.all(), SignatureMutations.all())
                .flatMap(Function.identity())
                .toList();
    }

    /** Everything that is tolerated. */
    public static List<Mutation> tolerated() {
        return Tolerated.all().toList();
    }

    /** Returns the signed text of the grant made wrong. */
    public String spoil(RawGrant valid, Random chance) {
        return afterwards.apply(change.apply(valid, chance).sign(), chance);
    }

    @Override
    public String toString() {
        return name + " (" + expected + ")";
    }
}
