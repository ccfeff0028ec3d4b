package no.portnokkel.inject;

import jakarta.ejb.MessageDriven;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.transaction.TransactionScoped;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EventListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import no.portnokkel.maskinporten.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * Finds injected {@link AccessToken}s in what lives longer than a request, directly or through {@code @Dependent} beans: it would keep
 * the token of the moment of injection, and send it after it has expired.
 */
final class LongLivedTokens {
    private static final Set<Class<? extends Annotation>> SHORT_SCOPES =
            Set.of(RequestScoped.class, TransactionScoped.class, Dependent.class);

    private final List<InjectionPoint> points = new ArrayList<>();
    private final Set<Class<?>> sessionBeans = new HashSet<>();

    /** Adds an injection point of the application, of any type. */
    void add(InjectionPoint point) {
        points.add(point);
    }

    /** Adds an EJB: it is pooled, or lives as long as its client or the application. */
    void addSessionBean(Class<?> beanClass) {
        sessionBeans.add(beanClass);
    }

    /**
     * Returns one line for each mistake, with its remedy.
     *
     * @param qualified the injection points of tokens, of any type
     */
    List<String> mistakes(Collection<InjectionPoint> qualified) {
        List<String> mistakes = new ArrayList<>();
        Set<Bean<?>> holders = new HashSet<>();
        Deque<InjectionPoint> open = new ArrayDeque<>();
        qualified.stream()
                .filter(point -> point.getType().equals(AccessToken.class))
                .forEach(open::add);
        while (!open.isEmpty()) {
            InjectionPoint point = open.remove();
            Bean<?> bean = point.getBean();
            if (isLongLived(point, bean)) {
                mistakes.add(point.getMember() + ": an AccessToken is the token at the time of injection, and "
                        + point.getMember().getDeclaringClass().getName()
                        + " lives longer than it. Inject a Supplier<AccessToken>.");
            } else if (bean != null && bean.getScope().equals(Dependent.class) && holders.add(bean)) {
                points.stream().filter(other -> receives(other, bean)).forEach(open::add);
            }
        }
        return mistakes;
    }

    private boolean isLongLived(InjectionPoint point, @Nullable Bean<?> bean) {
        Class<?> declaring = point.getMember().getDeclaringClass();
        if (isPerCall(point)) { // what a producer makes lives as long as its scope says; an observer keeps nothing
            return isProducer(point) && bean != null && !isShort(bean);
        }
        return bean == null
                ? Servlet.class.isAssignableFrom(declaring)
                        || Filter.class.isAssignableFrom(declaring)
                        || EventListener.class.isAssignableFrom(declaring)
                        || declaring.isAnnotationPresent(MessageDriven.class)
                : !isShort(bean) || sessionBeans.contains(declaring);
    }

    private static boolean isShort(Bean<?> bean) {
        return SHORT_SCOPES.contains(bean.getScope());
    }

    /** Returns whether it is a parameter of an observer or a producer, which are called again and again. */
    private static boolean isPerCall(InjectionPoint point) {
        return point.getAnnotated() instanceof AnnotatedParameter<?> parameter
                && parameter.getDeclaringCallable() instanceof AnnotatedMethod<?> method
                && !method.isAnnotationPresent(Inject.class);
    }

    private static boolean isProducer(InjectionPoint point) {
        return point.getMember() instanceof AnnotatedElement method && method.isAnnotationPresent(Produces.class);
    }

    private static boolean receives(InjectionPoint point, Bean<?> bean) {
        return bean.getTypes().contains(point.getType()) && bean.getQualifiers().containsAll(point.getQualifiers());
    }
}
