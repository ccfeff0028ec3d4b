package no.portnokkel.admin.json;

import jakarta.json.JsonObject;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;

/** JSON of the person who is logged in. */
public final class SessionView {
    private SessionView() {}

    /** Returns name and roles, including implied roles. */
    public static JsonObject of(Person person) {
        return new JsonMembers()
                .put("user", person.name())
                .put(
                        "roles",
                        JsonMembers.texts(
                                person.roles().stream().map(Role::code).toList()))
                .object();
    }
}
