package no.portnokkel.admin.json;

import jakarta.json.JsonObject;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;

/** Somebody who has signed in. */
public final class SessionView {
    private SessionView() {}

    /** Name and roles, included ones too. */
    public static JsonObject of(Person person) {
        return new JsonMembers()
                .put("user", person.name())
                .put(
                        "roles",
                        JsonMembers.texts(
                                person.roles().stream().map(Role::word).toList()))
                .object();
    }
}
