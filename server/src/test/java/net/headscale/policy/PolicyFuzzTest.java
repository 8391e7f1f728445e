package net.headscale.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.headscale.tailnet.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hostile policies end in an answer, soon. `-Dpolicy.fuzz=100000` tries as many mutations.
class PolicyFuzzTest {
    private static final String SEED_TEXT = """
            {"groups": {"group:a": ["ana@example.com"]}, "hosts": {"h": "10.0.0.0/8"}, // x
             "ipsets": {"ipset:i": ["add 10.0.0.0/8", "remove 10.1.0.0/16"]},
             "tagOwners": {"tag:a": ["group:a"], "tag:b": ["tag:a"]},
             "postures": {"posture:p": ["node:os IN ['linux', \\"macos\\"]", "node:tsVersion >= '1.60'"]},
             "acls": [{"action": "accept", "proto": "tcp", "src": ["group:a", "*"], "dst": ["tag:a:22,80-90", "h:*"]}],
             "grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["udp:53", "*"],
                         "app": {"example.com/x": [{"a": [1, null]}]}}],
             "ssh": [{"action": "check", "src": ["autogroup:member"], "dst": ["tag:a"], "checkPeriod": "1h2m3.5s",
                      "users": ["root", "localpart:*@example.com"], "acceptEnv": ["LC_*"]}],
             "autoApprovers": {"routes": {"10.0.0.0/8": ["tag:a"]}, "exitNode": ["tag:b"]},
             "nodeAttrs": [{"target": ["*"], "attr": ["funnel"], "ipPool": ["100.81.0.0/16"]}],
             "tests": [{"src": "ana@example.com", "accept": ["tag:a:22"], "deny": ["h:1"]}],
             "sshTests": [{"src": "ana@example.com", "dst": ["tag:a"], "check": ["root"]}],
             "derpMap": {"Regions": {"1": null}}, "randomizeClientPort": false}""";

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("policy.fuzz", 3_000) / 100);
    }

    @Test
    void the_text_that_is_mutated_is_a_policy() {
        assertThat(Policy.parse(SEED_TEXT)).isInstanceOf(Reading.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_mutated_policy_is_accepted_or_refused_with_a_place(long seed) {
        Random random = new Random(seed);
        Fixture fixture = new Fixture().owned(1, Fixture.ANA).tagged(2, "tag:a", "10.0.0.0/8");
        for (int i = 0; i < 100; i++) {
            String text = mutated(random);
            switch (Policy.parse(text)) {
                case Reading.Refused(var why) ->
                    assertThat(why.line()).as("seed %d: %s", seed, text).isPositive();
                case Reading.Accepted(Policy policy) -> {
                    CompiledPolicy compiled = policy.compile(fixture.tailnet());
                    compiled.test();
                    for (NodeId node : fixture.tailnet().nodes().ids()) {
                        compiled.filterFor(node);
                        compiled.sshPolicyFor(node);
                        compiled.attributesOf(node);
                    }
                }
            }
        }
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(SEED_TEXT);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.replace(at, at + 1, text.length() > 1 ? "" : " ");
                case 1 -> text.insert(at, (char) random.nextInt(0x180));
                case 2 -> text.setCharAt(at, "\"{}[],:*/\\ 0-.@".charAt(random.nextInt(15)));
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString();
    }

    @Test
    void a_hundred_thousand_lines_end_within_a_second() {
        String lines = IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"action\": \"accept\", \"src\": [\"10." + i % 200 + "." + i / 400 % 256 + ".0/24\"],"
                        + " \"dst\": [\"100.64.0." + i % 250 + ":" + (1 + i % 60_000) + "\"]}")
                .collect(Collectors.joining(",\n"));
        String policy = "{\"acls\": [" + lines + "]}";
        Fixture fixture = new Fixture().owned(1, Fixture.ANA).tagged(2, "tag:a", "10.0.0.0/8");

        long milliseconds = cpuMilliseconds(
                () -> Fixture.accepted(policy).compile(fixture.tailnet()).filterFor(Fixture.id(1)));

        assertThat(milliseconds).isLessThan(4 * 1_000); // a second, and room for a cold virtual machine
    }

    @Test
    void wide_prefixes_and_cycles_end_within_a_second() {
        String tags = IntStream.range(0, 2_000)
                .mapToObj(i -> "\"tag:t" + i + "\": [\"tag:t" + (i + 1) % 2_000 + "\"]")
                .collect(Collectors.joining(","));
        String policy = "{\"tagOwners\": {" + tags + "}, \"acls\": [{\"action\": \"accept\","
                + " \"src\": [\"10.0.0.0/8\", \"0.0.0.0/0\", \"::/0\"], \"dst\": [\"10.0.0.0/8:*\", \"::/0:*\"]}]}";
        Fixture fixture = new Fixture().owned(1, Fixture.ANA).tagged(2, "tag:t1", "10.0.0.0/8");

        long milliseconds = cpuMilliseconds(() -> {
            CompiledPolicy compiled = fixture.under(policy);
            compiled.filterFor(Fixture.id(2));
            return compiled.mayTag(Fixture.BOB, Set.of(), new net.headscale.tailnet.Tag("tag:t0"));
        });

        assertThat(milliseconds).isLessThan(1_000);
    }

    @Test
    void cyclic_groups_and_deep_nesting_are_refused() {
        assertThat(Fixture.refused("{\"groups\": {\"group:a\": [\"group:b\"], \"group:b\": [\"group:a\"]}}")
                        .message())
                .isEqualTo("groups[\"group:b\"]: \"group:a\": group members cannot be recursive");
        assertThat(Fixture.refused("{\"acls\": " + "[".repeat(50_000)).message())
                .contains("nesting");
    }

    @Test
    void durations_cannot_be_made_to_take_long() {
        String policy = "{\"ssh\": [{\"action\": \"check\", \"users\": [\"a\"], \"checkPeriod\": \"" + "1h".repeat(49)
                + "x.\"}]}";

        assertThat(cpuMilliseconds(() -> Fixture.refused(policy))).isLessThan(1_000);
    }

    /// Processor time of this thread, so that neighbours do not count.
    private static long cpuMilliseconds(Supplier<?> work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(work.get()).isNotNull();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000_000;
    }
}
