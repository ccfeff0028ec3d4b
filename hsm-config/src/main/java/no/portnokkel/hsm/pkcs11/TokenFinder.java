package no.portnokkel.hsm.pkcs11;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;

/**
 * Finds our token among the tokens of a module. Prefers the label: some modules assign random slot ids, and positions
 * change.
 */
final class TokenFinder {
    private final HsmSettings settings;
    private volatile boolean seen;

    TokenFinder(HsmSettings settings) {
        this.settings = settings;
    }

    /**
     * Finds the token.
     *
     * @param slots of the module
     * @throws HsmException {@link SetupFault.TokenNotFound}, {@link SetupFault.TokenAmbiguous}, or {@link
     *     DeviceFault.Unavailable} when the token was seen before, may be in a slot that does not show it, or the module
     *     shows no token at all
     */
    HsmToken find(Cryptoki.Slots slots) {
        List<HsmToken> present =
                slots.tokens().stream().filter(HsmToken::isInitialized).toList();
        List<HsmToken> ours = present.stream().filter(this::isOurs).toList();
        if (ours.size() == 1) {
            seen = true;
            return ours.get(0);
        }
        throw new HsmException(ours.isEmpty() ? absent(present, slots.unreadable()) : ambiguous(ours));
    }

    private boolean isOurs(HsmToken token) {
        TokenSelector wanted = settings.token();
        return wanted instanceof TokenSelector.ByLabel byLabel
                ? byLabel.label().equals(token.label())
                : wanted.equals(new TokenSelector.BySlot(token.slot()));
    }

    private HsmFault absent(List<HsmToken> present, SortedMap<Long, Ckr> unreadable) {
        String wanted = settings.token().displayName();
        Optional<Ckr> refusal = unreadable.entrySet().stream()
                .filter(slot -> mayBeOurs(slot.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (refusal.isPresent()) {
            return new DeviceFault.Unavailable(wanted, refusal.get().name());
        }
        if (present.isEmpty() || seen) {
            return new DeviceFault.Unavailable(
                    wanted, (present.isEmpty() ? Reason.NO_TOKEN_VISIBLE : Reason.TOKEN_GONE).id());
        }
        boolean byLabel = settings.token() instanceof TokenSelector.ByLabel;
        List<String> names = present.stream()
                .map(token -> byLabel ? token.label() : "slot " + token.slot() + " \"" + token.label() + "\"")
                .sorted()
                .toList();
        return new SetupFault.TokenNotFound(settings.tokenKeyName(), wanted, names);
    }

    private boolean mayBeOurs(long slot) {
        TokenSelector wanted = settings.token();
        return wanted instanceof TokenSelector.ByLabel || wanted.equals(new TokenSelector.BySlot(slot));
    }

    private SetupFault ambiguous(List<HsmToken> ours) {
        List<Long> slots = ours.stream().map(HsmToken::slot).sorted().toList();
        return new SetupFault.TokenAmbiguous(
                settings.tokenKeyName(), settings.token().displayName(), slots);
    }
}
