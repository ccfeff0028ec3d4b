package no.portnokkel.hsm.ceremony;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.Rejection;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of the plan with a closed set of members. Whatever is wrong in it is reported with line and member. */
final class PlanMapping {
    private final String path;
    private final Node node;
    private final Map<String, Node> members = new LinkedHashMap<>();

    private PlanMapping(String path, Node node) {
        this.path = path;
        this.node = node;
    }

    /**
     * Returns the mapping.
     *
     * @param path the member whose value it is; empty for the whole plan
     * @param known names of all members that it may have
     */
    static PlanMapping of(String path, Node node, Set<String> known) {
        PlanMapping mapping = new PlanMapping(path, node);
        if (!(node instanceof MappingNode object)) {
            throw wrong(node, path.isEmpty() ? "ceremony" : path, Text.message("plan.not-a-mapping"));
        }
        for (NodeTuple member : object.getValue()) {
            String name = text(member.getKeyNode(), mapping.path("?"));
            if (!known.contains(name)) {
                String shown = mapping.path(UntrustedText.oneLine(name));
                String members = String.join(", ", known.stream().sorted().toList());
                throw wrong(
                        member.getKeyNode(), shown, Text.message("plan.unknown-member", Map.of("members", members)));
            }
            if (mapping.members.put(name, member.getValueNode()) != null) {
                throw wrong(member.getKeyNode(), mapping.path(name), Text.message("plan.repeated-member"));
            }
        }
        return mapping;
    }

    /** Returns the text of a member. */
    String text(String name) {
        return text(required(name), path(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(members.get(name)).map(value -> text(value, path(name)));
    }

    /** Returns the value of a member; what its reader rejects is reported with the line. */
    <T> T value(String name, Function<String, Optional<T>> reader, Text allowed) {
        Node value = required(name);
        return reader.apply(text(value, path(name)))
                .orElseThrow(
                        () -> wrong(value, path(name), Text.message("plan.not-allowed", Map.of("allowed", allowed))));
    }

    /** Runs a reader of this mapping; what it rejects is reported with the line of the member that the rejection is about. */
    <T> T checked(Function<Rejection, String> member, Function<PlanMapping, T> reader) {
        try {
            return reader.apply(this);
        } catch (KeyRejectedException rejected) {
            Rejection rejection = rejected.rejection();
            String name = member.apply(rejection);
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.of(rejection.kind()),
                    detail(members.getOrDefault(name, node), path(name), withoutFullStop(rejection.detail())),
                    Text.message("plan.remedy"));
        }
    }

    PlanMapping mapping(String name, Set<String> known) {
        return of(path(name), required(name), known);
    }

    Optional<PlanMapping> optionalMapping(String name, Set<String> known) {
        return Optional.ofNullable(members.get(name)).map(value -> of(path(name), value, known));
    }

    /** Returns the mappings in the list of a member. */
    List<PlanMapping> list(String name, Set<String> known) {
        if (!(required(name) instanceof SequenceNode list)) {
            throw wrong(name, Text.message("plan.not-a-list"));
        }
        List<PlanMapping> all = new ArrayList<>();
        for (Node one : list.getValue()) {
            all.add(of(path(name) + "[" + all.size() + "]", one, known));
        }
        return all;
    }

    /** Returns the rejection of a member's value. */
    CeremonyRejectedException wrong(String name, Text defect) {
        return wrong(members.getOrDefault(name, node), path(name), defect);
    }

    /** Returns the rejection of a value that is well formed, by policy. */
    CeremonyRejectedException refused(String name, Text defect, Text remedy) {
        Node about = members.getOrDefault(name, node);
        return new CeremonyRejectedException(
                CeremonyRejectedException.Kind.POLICY, detail(about, path(name), defect), remedy);
    }

    private static Text withoutFullStop(Text sentence) {
        return new Text(sentence.no().replaceAll("\\.$", ""), sentence.en().replaceAll("\\.$", ""));
    }

    private Node required(String name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> wrong(node, path(name), Text.message("plan.missing-member")));
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String text(Node value, String path) {
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(value, path, Text.message("plan.not-a-text"));
    }

    private static CeremonyRejectedException wrong(Node value, String path, Text defect) {
        return new CeremonyRejectedException(
                CeremonyRejectedException.Kind.ARGUMENTS, detail(value, path, defect), Text.message("plan.remedy"));
    }

    private static Text detail(Node value, String path, Text defect) {
        int line = value.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return Text.message("plan.line", Map.of("line", line, "member", path, "defect", defect));
    }
}
