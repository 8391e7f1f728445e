package net.headscale.bench.fanout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.headscale.bench.policy.SyntheticTailnet;
import net.headscale.dns.DnsSettings;
import net.headscale.netmap.Delta;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.PeerNews;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.codec.NodeCodec;
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
import org.openjdk.jmh.infra.Blackhole;

/// What one change costs on its way from the tailnet to its receivers, and what one netmap costs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NetmapBench {
    private static final Surroundings PLAIN =
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);

    @Param({"1000", "10000"})
    int nodes = 1_000;

    /// Whether the synthetic policy is in force, or all see all.
    @Param({"false", "true"})
    boolean policy;

    private final NodeId changing = new NodeId(1);
    private final Viewer viewer = new Viewer(new NodeId(2), 142);
    private View before = View.first(SyntheticTailnet.of(1, false).tailnet(), PLAIN);
    private View after = before;

    /// Makes two views that a node coming online lies between.
    @Setup
    public void prepare() {
        SyntheticTailnet synthetic = SyntheticTailnet.of(nodes, false);
        PolicyText text = policy ? new PolicyText(synthetic.policy(), Instant.EPOCH) : PolicyText.NONE;
        before = View.first(synthetic.tailnet().after(new Change.PolicySet(text)), PLAIN);
        after = next();
    }

    /// The view that the writer publishes.
    @Benchmark
    public View next() {
        Tailnet tailnet = before.tailnet().after(new Change.PresenceChanged(changing, new Presence.Online()));
        return before.after(tailnet, List.of(changing));
    }

    /// The difference of a first viewer, with all that is worked out for those alike.
    @Benchmark
    public Optional<MapResponse> difference() {
        return Netmap.difference(Delta.between(before, after, List.of(changing)), viewer);
    }

    /// Finding the cohorts of all viewers: what a round costs beside writing.
    @Benchmark
    public void cohorts(Blackhole hole) {
        Delta delta = Delta.between(before, after, List.of(changing));
        for (NodeId node : after.tailnet().nodes().ids()) {
            Viewer each = new Viewer(node, 142);
            PeerNews news = delta.newsFor(each).news();
            hole.consume(news);
            hole.consume(Netmap.ownDifference(delta, each));
        }
    }

    /// A full map but for its peers, whose owners are known.
    @Benchmark
    public Optional<MapResponse> ownPart() {
        return Netmap.fullWithoutPeers(after, viewer, List.of());
    }

    /// A whole full map as values.
    @Benchmark
    public Optional<MapResponse> full() {
        return Netmap.full(after, viewer);
    }

    /// Whom a viewer sees.
    @Benchmark
    public List<net.headscale.tailnet.Node> visibility() {
        return Netmap.peers(after, viewer);
    }

    /// One block of peers as bytes, before compression.
    @Benchmark
    public void block(Blackhole hole) {
        List<net.headscale.tailnet.Node> peers = Netmap.peers(after, viewer);
        for (net.headscale.tailnet.Node peer : peers.subList(0, Math.min(64, peers.size()))) {
            Node entry = Netmap.peer(after, viewer, peer);
            hole.consume(NodeCodec.encode(entry));
        }
    }
}
