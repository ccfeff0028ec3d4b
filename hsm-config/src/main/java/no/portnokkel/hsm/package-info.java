/**
 * The HSM as the rest of the house sees it: settings, status, keys that sign.
 *
 * <p>No type here names SunPKCS11; that machinery is one room further in, in {@code no.portnokkel.hsm.pkcs11}. What keeps it
 * running is in {@code recovery}, what can be wrong with it in {@code fault}, the reading of configuration in
 * {@code settings}, the PIN's way in {@code pin}, folders in {@code files}, the command line in {@code cli}.
 */
@NullMarked
package no.portnokkel.hsm;

import org.jspecify.annotations.NullMarked;
