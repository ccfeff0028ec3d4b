package no.portnokkel.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import no.portnokkel.events.PortnokkelEvent.GrantSent;
import no.portnokkel.secrets.LogCapture;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    private final EventPublisher publisher = new EventPublisher("loans");
    private final GrantSent event = new GrantSent(publisher.source("test", ""), "jti-1", Duration.ofMillis(3));

    @Test
    void all_listeners_receive_an_event_in_the_order_of_their_registration() {
        List<String> received = new ArrayList<>();
        publisher.register(sent -> received.add("first " + sent.source().application()));
        publisher.register(sent -> received.add("second " + sent.source().environment()));

        publisher.publish(event);

        assertThat(received).containsExactly("first loans", "second test");
    }

    @Test
    void an_event_without_listeners_is_discarded() {
        assertThatCode(() -> publisher.publish(event)).doesNotThrowAnyException();
    }

    @Test
    void a_listener_that_throws_does_not_affect_the_publisher_or_other_listeners_and_is_logged_once() {
        List<PortnokkelEvent> received = new ArrayList<>();
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        publisher.register(sent -> {
            throw new IllegalStateException("full");
        });
        publisher.register(sent -> {
            throw new StackOverflowError();
        });
        publisher.register(received::add);

        try (LogCapture capture = LogCapture.start((entry, text) -> {
            if (entry.getLoggerName().equals(EventPublisher.class.getName())) {
                logged.add(text);
            }
        })) {
            assertThat(capture).isNotNull();
            publisher.publish(event);
            publisher.publish(event);
        }

        assertThat(received).containsExactly(event, event);
        assertThat(logged).hasSize(2).anyMatch(text -> text.contains("IllegalStateException: full"));
    }
}
