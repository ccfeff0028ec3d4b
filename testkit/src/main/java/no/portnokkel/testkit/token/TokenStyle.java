package no.portnokkel.testkit.token;

/**
 * The style of tokens, where documentation and captured tokens differ.
 *
 * @param audience {@code aud} of a token whose grant has no {@code resource}
 * @param metadata spelling of {@code metadata} in {@code consentRights}
 */
public record TokenStyle(Audience audience, Metadata metadata) {

    /** The style of tokens captured in 2025 and 2026. */
    public static final TokenStyle CAPTURED = new TokenStyle(Audience.ABSENT, Metadata.LOWER_CASE);

    /** The {@code aud} of a token whose grant has no {@code resource}. */
    public enum Audience {
        /** The claim is absent. */
        ABSENT,
        /** The value is {@code unspecified}, as on Digdir's pages. */
        UNSPECIFIED
    }

    /** The name of the member that contains months and years. */
    public enum Metadata {
        /** {@code metadata}. */
        LOWER_CASE("metadata"),
        /** {@code metaData}. */
        CAMEL_CASE("metaData");

        private final String member;

        Metadata(String member) {
            this.member = member;
        }

        /** Returns the name of the JSON member. */
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
