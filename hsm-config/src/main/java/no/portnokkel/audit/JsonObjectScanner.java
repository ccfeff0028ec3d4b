package no.portnokkel.audit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.problem.Text;

/**
 * Reads the members of a JSON object strictly: every object has each name once, and nothing is nested deeper than 32 levels. Our
 * own code, since the library may depend on no JSON parser (contract, 2), and most parsers take the last of two equal names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonObjectScanner {
    private static final int MAX_DEPTH = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");

    private final String text;
    private int position;

    private JsonObjectScanner(String text) {
        this.text = text;
    }

    /**
     * Returns the values of the members by name, as they are written.
     *
     * @throws MalformedAuditException the text is not one JSON object, has a name twice in an object, or is too deep
     */
    static Map<String, String> members(String text) throws MalformedAuditException {
        JsonObjectScanner scanner = new JsonObjectScanner(text);
        Map<String, String> members = new LinkedHashMap<>();
        scanner.skipSpace();
        scanner.object(1, members);
        scanner.skipSpace();
        if (scanner.position < text.length()) {
            throw notJson();
        }
        return members;
    }

    private void object(int depth, Map<String, String> members) throws MalformedAuditException {
        Set<String> names = new HashSet<>();
        expect('{');
        if (skips('}')) {
            return;
        }
        do {
            skipSpace();
            String name = string();
            if (!names.add(name)) {
                throw new MalformedAuditException(Text.message("audit-line.duplicate-member"));
            }
            skipSpace();
            expect(':');
            skipSpace();
            int start = position;
            value(depth);
            if (depth == 1) {
                members.put(name, text.substring(start, position));
            }
        } while (skips(','));
        expect('}');
    }

    private void array(int depth) throws MalformedAuditException {
        expect('[');
        if (skips(']')) {
            return;
        }
        do {
            skipSpace();
            value(depth);
        } while (skips(','));
        expect(']');
    }

    private void value(int depth) throws MalformedAuditException {
        switch (current()) {
            case '{' -> object(deeper(depth), Map.of());
            case '[' -> array(deeper(depth));
            case '"' -> string();
            case 't', 'f', 'n' -> token(LITERAL);
            default -> token(NUMBER);
        }
    }

    private static int deeper(int depth) throws MalformedAuditException {
        if (depth == MAX_DEPTH) {
            throw new MalformedAuditException(Text.message("audit-line.too-deep"));
        }
        return depth + 1;
    }

    private String string() throws MalformedAuditException {
        StringBuilder value = new StringBuilder();
        expect('"');
        while (current() != '"') {
            char next = text.charAt(position++);
            if (next < ' ') {
                throw notJson();
            }
            value.append(next == '\\' ? escaped() : next);
        }
        position++;
        return value.toString();
    }

    private char escaped() throws MalformedAuditException {
        char kind = current();
        position++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw notJson();
        };
    }

    private char unicode() throws MalformedAuditException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = "0123456789abcdef".indexOf(Character.toLowerCase(current()));
            if (digit < 0) {
                throw notJson();
            }
            value = value << 4 | digit;
            position++;
        }
        return (char) value;
    }

    private void token(Pattern form) throws MalformedAuditException {
        Matcher token = form.matcher(text).region(position, text.length());
        if (!token.lookingAt()) {
            throw notJson();
        }
        position = token.end();
    }

    /** Skips a character after any space; returns whether it was there. */
    private boolean skips(char expected) throws MalformedAuditException {
        skipSpace();
        boolean there = current() == expected;
        if (there) {
            position++;
        }
        return there;
    }

    private void expect(char expected) throws MalformedAuditException {
        if (current() != expected) {
            throw notJson();
        }
        position++;
    }

    private char current() throws MalformedAuditException {
        if (position >= text.length()) {
            throw notJson();
        }
        return text.charAt(position);
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private static MalformedAuditException notJson() {
        return new MalformedAuditException(Text.message("audit-line.not-json"));
    }
}
