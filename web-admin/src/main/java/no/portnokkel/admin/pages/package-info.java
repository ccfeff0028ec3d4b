/**
 * The pages. {@code Page} puts a page into the common layout of {@code WEB-INF/pages}; {@code PageServlet} serves the control
 * room and the onboarding guide to persons who are logged in; {@code PageTextsServlet} serves the texts to the pages' scripts.
 * The guide is the file {@code docs/operator/onboarding.md}, packaged into the WAR, so that it exists once and can be read
 * without internet access. {@code Guide} turns its Markdown into HTML with the markup of Designsystemet.
 */
@NullMarked
package no.portnokkel.admin.pages;

import org.jspecify.annotations.NullMarked;
