package net.headscale.bench.policy;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.NamedRule;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the policy costs: the whole, one node's filter, all filters, who sees whom, and one node that joins.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PolicyBench {
    @Param({"1000", "10000"})
    int nodes = 1_000;

    /// Whether one of the rules is to `autogroup:self`.
    @Param({"false", "true"})
    boolean self;

    private Tailnet tailnet = Tailnet.empty(new TailnetId(1), "bench");
    private String text = "";
    private CompiledPolicy compiled = Policy.allowAll().compile(tailnet);
    private Tailnet joined = tailnet;
    private NodeId newcomer = new NodeId(1);
    private long next;

    /// Makes the tailnet, the policy, and the tailnet that one more node has joined.
    @Setup
    public void prepare() {
        SyntheticTailnet synthetic = SyntheticTailnet.of(nodes, self);
        tailnet = synthetic.tailnet();
        text = synthetic.policy();
        compiled = read(text).compile(tailnet);
        Node node = SyntheticTailnet.node(nodes + 1L, nodes / 4, new Random(1));
        joined = tailnet.after(new Change.NodeJoined(node));
        newcomer = node.id();
        allFilters();
    }

    private static Policy read(String text) {
        return switch (Policy.parse(text)) {
            case Reading.Accepted(Policy policy) -> policy;
            case Reading.Refused(var why) -> throw new IllegalStateException(why.toString());
        };
    }

    /// Reads, checks and compiles, and merges the rules by asking for one filter.
    @Benchmark
    public List<NamedRule> wholeCompile() {
        return read(text).compile(tailnet).filterFor(new NodeId(1));
    }

    /// One node's filter, another node each time.
    @Benchmark
    public List<NamedRule> oneFilter() {
        return compiled.filterFor(new NodeId(1 + next++ % nodes));
    }

    /// Every node's filter.
    @Benchmark
    public long allFilters() {
        long rules = 0;
        for (NodeId id : tailnet.nodes().ids()) {
            rules += compiled.filterFor(id).size();
        }
        return rules;
    }

    /// Sum and hash over every pair of a viewer and a peer that it sees, nothing kept from before.
    @Benchmark
    public long everyPair() {
        CompiledPolicy fresh = compiled.after(tailnet, List.of());
        long hash = 0;
        for (NodeId id : tailnet.nodes().ids()) {
            PrimitiveIterator.OfLong peers = fresh.visibleTo(id).values().iterator();
            while (peers.hasNext()) {
                hash = hash * 31 + peers.nextLong();
            }
        }
        return hash;
    }

    /// One node joins: the policy follows, and says what the newcomer sees and lets in.
    @Benchmark
    public int oneJoins() {
        CompiledPolicy after = compiled.after(joined, List.of(newcomer));
        return after.visibleTo(newcomer).size() + after.filterFor(newcomer).size();
    }
}
