/**
 * What is known about each vendor's module: one row for each vendor in {@link
 * no.portnokkel.hsm.pkcs11.profile.VendorProfiles}, with what was tested and what is from documents. Data only.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11.profile;

import org.jspecify.annotations.NullMarked;
