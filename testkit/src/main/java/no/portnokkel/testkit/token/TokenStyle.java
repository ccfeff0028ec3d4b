package no.portnokkel.testkit.token;

/**
 * Where documentation and captured tokens differ.
 *
 * @param audience what stands in {@code aud} when the grant asked for no {@code resource}
 * @param metadata the spelling in {@code consentRights}
 */
public record TokenStyle(Audience audience, Metadata metadata) {

    /** As in the tokens captured in 2025 and 2026. */
    public static final TokenStyle CAPTURED = new TokenStyle(Audience.ABSENT, Metadata.LOWER_CASE);

    /** The {@code aud} of a token for nobody special. */
    public enum Audience {
        /** There is none. */
        ABSENT,
        /** The word {@code unspecified}, as Digdir's pages still have it. */
        UNSPECIFIED
    }

    /** The name of the member that holds months and years. */
    public enum Metadata {
        /** {@code metadata}. */
        LOWER_CASE("metadata"),
        /** {@code metaData}. */
        CAMEL_CASE("metaData");

        private final String member;

        Metadata(String member) {
            this.member = member;
        }

        /** Returns the name as written. */
        public String member() {
            return member;
        }
    }

    /** Returns the same style with another audience. */
    public TokenStyle with(Audience other) {
        return new TokenStyle(other, metadata);
    }

    /** Returns the same style with another spelling. */
    public TokenStyle with(Metadata other) {
        return new TokenStyle(audience, other);
    }
}
