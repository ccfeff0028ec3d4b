/**
 * The applications of the same server that embed Portnøkkel. {@code Deployments} reads their MBeans; {@code InjectionPointsResource}
 * lists what they inject.
 */
@NullMarked
package no.portnokkel.admin.deployments;

import org.jspecify.annotations.NullMarked;
