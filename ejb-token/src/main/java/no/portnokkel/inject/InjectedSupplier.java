package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.CDI;
import java.io.Serializable;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import org.jspecify.annotations.Nullable;

/** An injected supplier. Finds the tokens of its application again after the bean that has it was passivated. */
final class InjectedSupplier implements Supplier<AccessToken>, Serializable {
    private static final long serialVersionUID = 1L;

    private final InjectionSpec spec;
    private transient @Nullable Supplier<AccessToken> supplier; // a data race is harmless: it is found twice

    InjectedSupplier(InjectionSpec spec, Supplier<AccessToken> supplier) {
        this.spec = spec;
        this.supplier = supplier;
    }

    @Override
    public AccessToken get() {
        Supplier<AccessToken> present = supplier;
        if (present == null) {
            present = CDI.current().select(MaskinportenProducer.class).get().supplier(spec);
            supplier = present;
        }
        return present.get();
    }
}
