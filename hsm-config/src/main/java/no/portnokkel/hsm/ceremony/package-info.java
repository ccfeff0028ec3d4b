/**
 * The key ceremony: from a reviewed plan to a certified key, with evidence that can be verified without an HSM.
 *
 * <p>The flow: {@code PlanReader} reads the plan; {@code Ceremony} takes each step with {@code no.portnokkel.hsm.keys} and records it
 * in the {@code Transcript} before and after, so that it can go on after any interruption; {@code EvidenceManifest} covers all files of
 * the {@code EvidenceFolder} and is signed by the new key; {@code EvidenceVerifier} needs nothing but the folder. {@code Retirement}
 * removes a key and leaves evidence in the same form.
 *
 * <p>Jakarta JSON, YAML and canonical JSON are in the executable jar only, so nothing outside this package and the command line may
 * use them.
 */
@NullMarked
package no.portnokkel.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
