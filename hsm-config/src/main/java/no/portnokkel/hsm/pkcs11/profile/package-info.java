/**
 * What is known of each vendor's module: one row a vendor in {@link no.portnokkel.hsm.pkcs11.profile.VendorProfiles}, with what was
 * tried by us and what is from documents. Data only.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11.profile;

import org.jspecify.annotations.NullMarked;
