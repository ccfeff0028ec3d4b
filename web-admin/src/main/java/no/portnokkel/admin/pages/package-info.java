/**
 * The pages: the control room, the onboarding guide, and the texts for their scripts. The guide is the file {@code
 * docs/operator/onboarding.md}, packaged into the WAR, so that it exists once and can be read without internet access.
 * {@code Guide} turns its Markdown into HTML with the markup of Designsystemet.
 */
@NullMarked
package no.portnokkel.admin.pages;

import org.jspecify.annotations.NullMarked;
