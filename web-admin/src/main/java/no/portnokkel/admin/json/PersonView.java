package no.portnokkel.admin.json;

import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.json.JsonMembers;

/** JSON of persons who decided something. */
public final class PersonView {
    private PersonView() {}

    /** Adds name, id and roles of a person, in members whose names begin alike. */
    public static JsonMembers add(String name, Person person, JsonMembers members) {
        return members.put(name, person.name())
                .put(name + "Id", person.id())
                .put(
                        name + "Roles",
                        JsonMembers.texts(
                                person.roles().stream().map(Role::code).toList()));
    }
}
