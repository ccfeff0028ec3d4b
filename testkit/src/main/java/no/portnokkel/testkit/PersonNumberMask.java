package no.portnokkel.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks persons' numbers in JSON: eleven digits in a row become eleven asterisks. */
final class PersonNumberMask {

    // Not inside a UUID or a longer word, where eleven digits in a row are a coincidence.
    private static final Pattern PERSON = Pattern.compile("(?<![0-9A-Za-z-])[0-9]{11}(?![0-9A-Za-z-])");

    private PersonNumberMask() {}

    static @Nullable Object of(@Nullable Object json) {
        if (json instanceof Map<?, ?> object) {
            Map<String, Object> masked = new LinkedHashMap<>();
            object.forEach((name, value) -> masked.put(text(String.valueOf(name)), of(value)));
            return masked;
        }
        if (json instanceof List<?> list) {
            List<@Nullable Object> masked = new ArrayList<>();
            list.forEach(value -> masked.add(of(value)));
            return masked;
        }
        if (json instanceof Number number && PERSON.matcher(number.toString()).matches()) {
            return text(number.toString());
        }
        return json instanceof String text ? text(text) : json;
    }

    private static String text(String text) {
        return PERSON.matcher(text).replaceAll("***********");
    }
}
