package no.portnokkel.hsm.pkcs11;

import java.util.List;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
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
     * @param present all tokens of the module
     * @throws HsmException {@link SetupFault.TokenNotFound}, {@link SetupFault.TokenAmbiguous}, or {@link
     *     DeviceFault.Unavailable} when the token was seen before or the module shows no token at all
     */
    HsmToken find(List<HsmToken> present) {
        List<HsmToken> ours = present.stream().filter(this::isOurs).toList();
        if (ours.size() == 1) {
            seen = true;
            return ours.get(0);
        }
        throw new HsmException(ours.isEmpty() ? absent(present) : ambiguous(ours));
    }

    private boolean isOurs(HsmToken token) {
        TokenSelector wanted = settings.token();
        return wanted instanceof TokenSelector.ByLabel byLabel
                ? byLabel.label().equals(token.label())
                : wanted.equals(new TokenSelector.BySlot(token.slot()));
    }

    private HsmFault absent(List<HsmToken> present) {
        String wanted = settings.token().displayName();
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

    private SetupFault ambiguous(List<HsmToken> ours) {
        List<Long> slots = ours.stream().map(HsmToken::slot).sorted().toList();
        return new SetupFault.TokenAmbiguous(
                settings.tokenKeyName(), settings.token().displayName(), slots);
    }
}
