package no.portnokkel.management;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import no.portnokkel.inject.MaskinportenExtension.InjectionPointInfo;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.runtime.PortnokkelOperations;

/** The deployment of a running instance. Thread-safe. */
final class Deployment implements DeploymentMXBean {
    private final String application;
    private final PortnokkelOperations portnokkel;
    private final Supplier<List<InjectionPointInfo>> injectionPoints;

    Deployment(
            String application, PortnokkelOperations portnokkel, Supplier<List<InjectionPointInfo>> injectionPoints) {
        this.application = application;
        this.portnokkel = portnokkel;
        this.injectionPoints = injectionPoints;
    }

    @Override
    public String getApplication() {
        return application;
    }

    @Override
    public String getInjectionPoints() {
        return JsonMembers.array(injectionPoints.get().stream()
                        .map(point -> new JsonMembers()
                                .put("member", point.member())
                                .put("scope", point.scope())
                                .put("client", unlessEmpty(point.client()))
                                .put("consumerOrg", unlessEmpty(point.consumerOrg()))
                                .object())
                        .toList())
                .toString();
    }

    private static Optional<String> unlessEmpty(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    @Override
    public String getCachedTokens() {
        return TokenView.cached(portnokkel.cachedTokens()).toString();
    }

    @Override
    public String status(String language) {
        return StatusView.of(
                        portnokkel,
                        portnokkel.isReady(),
                        portnokkel.problems(),
                        Clock.systemUTC(),
                        Locale.forLanguageTag(language))
                .object()
                .toString();
    }
}
