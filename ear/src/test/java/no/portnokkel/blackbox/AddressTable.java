package no.portnokkel.blackbox;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Every address of the API with the status that each role gets: the same for built-in users and those of an identity provider. */
final class AddressTable {
    private static final String TABLE = """
            METHOD  ADDRESS                   ANONYMOUS  VIEWER  OPERATOR  OFFICER  AUDITOR
            GET     status                    401        200     200       200      200
            GET     session                   401        200     200       200      200
            GET     environments              401        200     200       200      200
            GET     switches                  401        200     200       200      200
            GET     confirmation              401        200     200       200      200
            GET     tokens                    401        200     200       200      200
            GET     changelog                 401        200     200       200      200
            GET     nodes                     401        200     200       200      200
            GET     injection-points          401        200     200       200      200
            GET     keys                      401        403     403       200      403
            GET     register                  401        403     403       200      200
            GET     register/devices          401        403     403       200      200
            GET     key-changes               401        200     200       200      200
            POST    key-changes               401        403     403       422      403
            POST    key-changes/ID/approval   401        403     404       404      403
            DELETE  key-changes/ID            401        403     404       404      403
            GET     diagnosis                 401        403     404       403      403
            GET     audit                     401        403     403       403      200
            GET     audit/records             401        403     403       403      200
            GET     audit/verification        401        403     403       403      200
            GET     audit/checkpoint          401        403     403       403      200
            GET     audit/signer              401        403     403       403      200
            POST    hsm/unlock                401        403     403       422      403
            POST    switches                  401        403     422       403      403
            POST    switches/ID/approval      401        403     404       404      403
            POST    switches/ID/review        401        403     422       422      403
            DELETE  switches/ID               401        403     404       404      403
            POST    confirmation/ID/approval  401        403     404       404      403
            POST    tokens/trial              401        403     422       403      403
            DELETE  tokens                    401        403     204       403      403
            GET     nowhere                   401        404     404       404      404
            """;

    private AddressTable() {}

    static Stream<Row> rows() {
        return TABLE.lines().skip(1).map(line -> Row.of(line.trim().split(" +")));
    }

    /**
     * An address.
     *
     * @param statuses for nobody, viewer, operator, security officer and auditor
     */
    record Row(String method, String address, List<Integer> statuses) {
        private static Row of(String... words) {
            return new Row(
                    words[0],
                    "api/v1/" + words[1].replace("ID", new UUID(0, 0).toString()),
                    Stream.of(words).skip(2).map(Integer::valueOf).toList());
        }

        int anonymous() {
            return statuses.get(0);
        }

        int viewer() {
            return statuses.get(1);
        }

        int operator() {
            return statuses.get(2);
        }

        int officer() {
            return statuses.get(3);
        }

        int auditor() {
            return statuses.get(4);
        }
    }
}
