package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.CDI;
import java.io.Serializable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An injected supplier. Finds the tokens of its application again after the bean that has it was passivated. */
final class InjectedSupplier<T> implements Supplier<T>, Serializable {
    private static final long serialVersionUID = 1L;

    private final Source<T> source;
    private transient @Nullable Supplier<T> supplier; // a data race is harmless: it is found twice

    private InjectedSupplier(Source<T> source, Supplier<T> supplier) {
        this.source = source;
        this.supplier = supplier;
    }

    /** @param source of the supplier, at first and after passivation */
    static <T> InjectedSupplier<T> of(MaskinportenProducer producer, Source<T> source) {
        return new InjectedSupplier<>(source, source.apply(producer));
    }

    @Override
    public T get() {
        Supplier<T> present = supplier;
        if (present == null) {
            present = source.apply(
                    CDI.current().select(MaskinportenProducer.class).get());
            supplier = present;
        }
        return present.get();
    }

    /** Where a supplier comes from. */
    @FunctionalInterface
    interface Source<T> extends Function<MaskinportenProducer, Supplier<T>>, Serializable {}
}
