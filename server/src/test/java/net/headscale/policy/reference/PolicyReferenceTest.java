package net.headscale.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.NamedRule;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.policy.text.PolicyReader;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.FilterRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The law: whatever the policy and the tailnet, the engine says what the plain reading says.
///
/// `-Dpolicy.random=10000` runs as many; `-Dpolicy.seed=N` runs one.
class PolicyReferenceTest {
    static LongStream seeds() {
        long seed = Long.getLong("policy.seed", -1);
        return seed >= 0 ? LongStream.of(seed) : LongStream.range(0, Long.getLong("policy.random", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_engine_says_what_a_plain_reading_says(long seed) {
        RandomTailnets random = new RandomTailnets(new Random(seed));
        Tailnet tailnet = random.tailnet();
        String text = random.policy();

        CompiledPolicy compiled = accepted(text).compile(tailnet);

        PlainPolicy plain = new PlainPolicy(PolicyReader.read(text, Set.of()), tailnet);
        for (Node viewer : tailnet.nodes().values()) {
            String where = "seed " + seed + ", node " + viewer.id() + " of " + text;
            List<NodeId> seen = tailnet.nodes().values().stream()
                    .filter(peer -> plain.sees(viewer, peer))
                    .map(Node::id)
                    .toList();
            assertThat(compiled.visibleTo(viewer.id()).toList()).as(where).isEqualTo(seen);
            assertThat(tailnet.nodes().ids())
                    .as(where)
                    .allSatisfy(
                            peer -> assertThat(compiled.sees(viewer.id(), peer)).isEqualTo(seen.contains(peer)));
            assertThat(texts(compiled.filterFor(viewer.id()))).as(where).isEqualTo(plain.filter(viewer));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_policy_that_follows_the_tailnet_says_what_a_fresh_one_says(long seed) {
        RandomTailnets random = new RandomTailnets(new Random(seed));
        Tailnet tailnet = random.tailnet();
        Policy policy = accepted(random.policy());
        CompiledPolicy following = policy.compile(tailnet);

        for (int step = 0; step < 8; step++) {
            RandomTailnets.Step next = random.step(tailnet, 20 + step);
            tailnet = next.tailnet();
            following = following.after(tailnet, List.of(next.touched()));
            CompiledPolicy fresh = policy.compile(tailnet);
            for (NodeId node : tailnet.nodes().ids()) {
                String where = "seed " + seed + ", step " + step + ", node " + node;
                assertThat(following.visibleTo(node)).as(where).isEqualTo(fresh.visibleTo(node));
                assertThat(following.filterFor(node)).as(where).isEqualTo(fresh.filterFor(node));
            }
            assertThat(following.visibleTo(new NodeId(999))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void viewers_of_one_cohort_see_the_same_but_for_themselves(long seed) {
        RandomTailnets random = new RandomTailnets(new Random(seed));
        Tailnet tailnet = random.tailnet();
        CompiledPolicy compiled = accepted(random.policy()).compile(tailnet);

        for (NodeId left : tailnet.nodes().ids()) {
            for (NodeId right : tailnet.nodes().ids()) {
                if (compiled.cohortOf(left)
                        .key()
                        .equals(compiled.cohortOf(right).key())) {
                    assertThat(compiled.cohortOf(left).visible())
                            .isEqualTo(compiled.cohortOf(right).visible());
                }
            }
        }
    }

    private static Policy accepted(String text) {
        return switch (Policy.parse(text)) {
            case Reading.Accepted(Policy policy) -> policy;
            case Reading.Refused(var why) -> throw new AssertionError(why + " in " + text);
        };
    }

    private static List<String> texts(List<NamedRule> rules) {
        return rules.stream()
                .map(NamedRule::rule)
                .map(PolicyReferenceTest::text)
                .toList();
    }

    private static String text(FilterRule rule) {
        List<String> ports = rule.destinations().stream()
                .map(at -> at.addresses() + ":" + at.ports().first() + "-"
                        + at.ports().last())
                .sorted()
                .toList();
        List<String> grants = rule.grants().stream()
                .map(grant ->
                        grant.destinations().stream().map(Prefix::toString).toList() + "="
                                + grant.capMap().capabilities())
                .toList();
        int protocol = rule.protocols().isEmpty() ? -1 : rule.protocols().getFirst();
        return rule.sources() + " " + ports + " " + protocol + " " + grants;
    }
}
