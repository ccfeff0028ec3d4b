package no.portnokkel.hsm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs such test classes one at a time: SoftHSM2 has one store for each process, and reading it while another token
 * is created or deleted shows an incomplete token.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("softhsm2")
public @interface UsesSoftHsm {}
