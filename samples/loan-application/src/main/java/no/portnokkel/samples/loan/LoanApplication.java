package no.portnokkel.samples.loan;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The bank's own API, below {@code /loan-application/api}. */
@ApplicationPath("api")
public class LoanApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(IncomeResource.class, LoanResource.class, TokenResource.class);
    }
}
