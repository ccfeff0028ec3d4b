package no.portnokkel.hsm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * One at a time: SoftHSM2 has one store a process, and who looks into it while another token is being made or deleted
 * sees half of it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("softhsm2")
public @interface UsesSoftHsm {}
