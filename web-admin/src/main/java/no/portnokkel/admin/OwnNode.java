package no.portnokkel.admin;

import java.util.Optional;
import no.portnokkel.control.nodes.NodeService.NodeRuntime;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** What this node reports about itself. */
final class OwnNode implements NodeRuntime {
    private final ControlRoom controlRoom;

    OwnNode(ControlRoom controlRoom) {
        this.controlRoom = controlRoom;
    }

    @Override
    public EnvironmentChoice active() {
        return controlRoom.portnokkel().activeEnvironment();
    }

    @Override
    public boolean isSettled() {
        return controlRoom.portnokkel().isSettled();
    }

    @Override
    public boolean isReady() {
        return controlRoom.ready();
    }

    @Override
    public Optional<String> hsmState() {
        return controlRoom.portnokkel().hsm().map(hsm -> hsm.state().word());
    }

    @Override
    public Optional<Digests> digests() {
        return controlRoom.switches().confirmations().digests();
    }
}
