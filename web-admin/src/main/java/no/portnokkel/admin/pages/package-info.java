/**
 * The way from an agreement to the first token, in the control room: {@code docs/operator/onboarding.md} is packaged into
 * the WAR and becomes a page here, so that it is at hand where there is no internet and is written in one place only.
 */
@NullMarked
package no.portnokkel.admin.pages;

import org.jspecify.annotations.NullMarked;
