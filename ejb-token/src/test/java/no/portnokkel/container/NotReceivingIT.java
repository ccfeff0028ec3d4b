package no.portnokkel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An application whose audience is not configured. */
@ResourceLock("arquillian") // its extension starts one server, and not in two threads at once
@ExtendWith(ArquillianExtension.class)
class NotReceivingIT {
    @ArquillianResource
    URL application;

    @Deployment(testable = false)
    static WebArchive application() throws IOException {
        return ReceiveIT.archive("not-receiving.war", "portnokkel.receive.environment=test");
    }

    @Test
    void any_token_gets_503_without_a_body() throws IOException {
        Answer answer = Answer.to(application, "accounts", "Bearer e30.e30.e30");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void without_a_token_the_answer_is_401() throws IOException {
        assertThat(Answer.to(application, "accounts").status()).isEqualTo(401);
        assertThat(Answer.to(application, "bean").status()).isEqualTo(401);
    }
}
