package no.portnokkel.management;

/**
 * A deployment with Portnøkkel, registered as {@code no.portnokkel:type=Deployment,name=APPLICATION,instance=N}. The control room reads
 * all those of its server, of other releases too: texts are JSON, whose members may become more. No text holds a secret, a token, or a
 * person's number. No call waits for an HSM or a network.
 */
public interface DeploymentMXBean {
    /** Domain of the names of all deployments. */
    String DOMAIN = "no.portnokkel";

    /** Returns the name under which the server deployed the application; {@code ""} if it is unknown. */
    String getApplication();

    /**
     * Returns the injection points.
     *
     * @return JSON array of {@code {member, scope, client?, consumerOrg?}}
     */
    String getInjectionPoints();

    /**
     * Returns the cached tokens, without their values.
     *
     * @return JSON array of {@code {scope, client?, consumerOrg?, pid?, expiresAt, …}}
     */
    String getCachedTokens();

    /**
     * Returns environment, readiness, problems, HSM, key and numbers of tokens.
     *
     * @param language IETF BCP 47 language tag; texts are Norwegian for {@code nb}, {@code nn} and {@code no}, otherwise English
     * @return JSON object
     */
    String status(String language);
}
