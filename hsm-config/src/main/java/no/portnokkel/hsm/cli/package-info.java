/**
 * The security officer's command line, {@code portnokkel-hsm}: one picocli command class for each verb. Opens no
 * network connection.
 *
 * <p>The flow: {@code PortnokkelHsm} parses the arguments; {@code HsmOptions} reads the settings; the verb calls
 * {@code no.portnokkel.hsm.pkcs11} or {@code no.portnokkel.hsm.keys} and prints through {@code CliContext}. Results
 * go to standard output, as lines or JSON; diagnostics go to standard error. A verb catches nothing: {@code
 * FailureReporter} of {@code terminal} reports faults, rejections and wrong usage, and {@code ExitCode} maps them to exit
 * codes. {@code ServiceConfiguration} tells what the application will make of the same file.
 *
 * <p>picocli and Jakarta JSON are in the executable jar only, so nothing outside these packages may use them.
 */
@NullMarked
package no.portnokkel.hsm.cli;

import org.jspecify.annotations.NullMarked;
