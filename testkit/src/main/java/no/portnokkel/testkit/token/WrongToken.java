package no.portnokkel.testkit.token;

/** Access tokens that an API must refuse, each wrong in one way. */
public enum WrongToken {
    /** Issued for another API. */
    OTHER_AUDIENCE,
    /** Issued for an API whose address begins like this one's. */
    LONGER_AUDIENCE,
    /** Issued for no API. */
    NO_AUDIENCE,
    /** {@code aud} is {@code unspecified}, as Digdir's pages have it. */
    UNSPECIFIED_AUDIENCE,
    /** {@code aud} is an array with {@code null}. */
    NULL_AUDIENCE,
    /** {@code iss} is another issuer. */
    OTHER_ISSUER,
    /** {@code iss} lacks the slash at its end. */
    ISSUER_WITHOUT_SLASH,
    /** There is no {@code iss}. */
    NO_ISSUER,
    /** There is no {@code consumer}. */
    NO_CONSUMER,
    /** {@code consumer} is a text. */
    CONSUMER_AS_TEXT,
    /** {@code consumer} has {@code id} instead of {@code ID}. */
    CONSUMER_IN_LOWER_CASE,
    /** {@code consumer} has no authority. */
    NO_AUTHORITY,
    /** {@code consumer} is a sub-unit of an organisation. */
    SUB_UNIT,
    /** {@code consumer.ID} has the code of another register. */
    OTHER_REGISTER,
    /** {@code consumer.ID} is that of a European seal, with the authority of organisation numbers. */
    EUROPEAN_NUMBER,
    /** {@code consumer} has the authority of European seals. */
    EUROPEAN_AUTHORITY,
    /** The check digit of the consumer is wrong. */
    WRONG_CHECK_DIGIT,
    /** {@code supplier} is a sub-unit of an organisation. */
    SUPPLIER_SUB_UNIT,
    /** {@code supplier} is null. */
    NULL_SUPPLIER,
    /** Expired 11 seconds ago: more than the largest difference of clocks. */
    EXPIRED,
    /** There is no {@code exp}. */
    NO_EXPIRY,
    /** {@code exp} is a text. */
    EXPIRY_AS_TEXT,
    /** Issued 11 seconds from now. */
    ISSUED_IN_THE_FUTURE,
    /** There is no {@code iat}. */
    NO_ISSUE_TIME,
    /** {@code nbf} is 11 seconds from now. */
    NOT_YET_VALID,
    /** {@code scope} is another one. */
    OTHER_SCOPE,
    /** {@code scope} begins like the required one. */
    LONGER_SCOPE,
    /** There is no {@code scope}. */
    NO_SCOPE,
    /** {@code scope} is an array. */
    SCOPE_AS_LIST,
    /** Has {@code alg: none} and no signature. */
    UNSIGNED,
    /** Has {@code alg: none} and a signature. */
    ALGORITHM_NONE,
    /** Signed with HMAC, and the public key as the secret. */
    HMAC_WITH_PUBLIC_KEY,
    /** Signed with RS384 by a key that is published for RS256. */
    OTHER_ALGORITHM,
    /** Signed with PS256 by a key that is published for RS256. */
    PSS,
    /** Carries the key that signed it in its header. */
    KEY_IN_HEADER,
    /** Names an address of the key that signed it in its header. */
    KEY_ADDRESS_IN_HEADER,
    /** Carries a certificate in its header, and was signed by another key. */
    CERTIFICATE_IN_HEADER,
    /** Names a key that is not published. */
    UNKNOWN_KEY,
    /** Names no key. */
    NO_KEY_ID,
    /** Signed by another key than the one that it names. */
    FOREIGN_SIGNATURE,
    /** The claims were changed after the signature. */
    CHANGED_CLAIMS,
    /** The signature was cut off. */
    NO_SIGNATURE,
    /** Has a critical header parameter that nobody knows. */
    CRITICAL_HEADER,
    /** Has more than 16 kB. */
    TOO_LONG
}
