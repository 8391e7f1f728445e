package net.headscale.policy.text;

import java.util.List;
import java.util.Set;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.PolicyDocument.Tests;
import net.headscale.policy.language.PolicyTest;
import net.headscale.policy.language.Selector;
import net.headscale.policy.language.SshTest;

/// Reads `tests` and `sshTests`; whether they make sense is seen when they are run.
final class TestReader {
    private static final Set<String> FIELDS =
            Set.of("src", "user", "proto", "accept", "allow", "deny", "srcpostureattrs");
    private static final Set<String> SSH_FIELDS = Set.of("src", "dst", "accept", "check", "deny", "srcpostureattrs");

    private final Script script;
    private final Selectors selectors;

    TestReader(Script script, Selectors selectors) {
        this.script = script;
        this.selectors = selectors;
    }

    Tests read(List<Value> tests, List<Value> sshTests) {
        return new Tests(
                tests.stream().map(this::test).toList(),
                sshTests.stream().map(this::sshTest).toList());
    }

    private PolicyTest test(Value entry) {
        Fields fields = Fields.of(script, entry, "tests", FIELDS);
        warnOfPosture(fields);
        String source = fields.has("src") ? fields.text("src") : fields.text("user");
        List<String> accept = fields.has("accept") ? fields.texts("accept") : fields.texts("allow");
        String protocol = fields.find("proto")
                .map(value -> script.textOrNumber(value, "proto"))
                .orElse("");
        return new PolicyTest(script.line(entry), source.strip(), protocol, accept, fields.texts("deny"));
    }

    private SshTest sshTest(Value entry) {
        Fields fields = Fields.of(script, entry, "sshTests", SSH_FIELDS);
        warnOfPosture(fields);
        fields.elements("dst").forEach(this::requireDestination);
        return new SshTest(
                script.line(entry),
                fields.text("src").strip(),
                fields.texts("dst"),
                fields.texts("accept"),
                fields.texts("check"),
                fields.texts("deny"));
    }

    private void warnOfPosture(Fields fields) {
        fields.find("srcpostureattrs")
                .ifPresent(
                        value -> script.warn(value, "srcPostureAttrs has no effect: tests ask the nodes as they are"));
    }

    private void requireDestination(Value word) {
        String text = script.text(word, "dst").strip();
        boolean isPrefix =
                Selectors.literal(text).filter(Selector.Literal::isPrefix).isPresent();
        if (isPrefix || text.equals("autogroup:internet") || text.equals("*")) {
            throw script.refuse(word, "SSH tests dst contains disallowed element \"" + text + "\"");
        }
        if (text.startsWith("tag:")) {
            try {
                selectors.parse(text, Place.TEST_DESTINATION);
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, "SSH tests dst contains unknown tag \"" + text + "\"", invalid.advice());
            }
        }
    }
}
