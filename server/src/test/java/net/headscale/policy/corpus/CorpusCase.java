package net.headscale.policy.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One recording, with the tailnet that it was made in.
record CorpusCase(JsonNode json, Tailnet tailnet, Map<String, NodeId> ids) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> DOMAINS = Set.of("example.com");

    /// The recordings of a directory, by category.
    static Map<String, List<CorpusCase>> read(Path directory) throws IOException {
        Path open = directory.resolve("open");
        Map<String, List<CorpusCase>> cases = new TreeMap<>();
        try (DirectoryStream<Path> categories = Files.newDirectoryStream(Files.isDirectory(open) ? open : directory)) {
            for (Path category : categories) {
                Path file = category.resolve("cases.jsonl.gz");
                if (Files.exists(file)) {
                    cases.put(category.getFileName().toString(), readFile(file));
                }
            }
        }
        return cases;
    }

    private static List<CorpusCase> readFile(Path file) {
        List<CorpusCase> cases = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (!line.isBlank()) {
                    cases.add(of(MAPPER.readTree(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    static Set<String> domains() {
        return DOMAINS;
    }

    String id() {
        return json.get("id").asString();
    }

    boolean isDoubtful() {
        return json.has("doubt");
    }

    String policy() {
        return json.get("policy").asString();
    }

    private static CorpusCase of(JsonNode json) {
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "corpus");
        Map<String, UserId> users = new HashMap<>();
        for (JsonNode user : json.get("users")) {
            UserId id = new UserId(user.get("id").asLong());
            users.put(user.get("name").asString(), id);
            tailnet = tailnet.after(new Change.UserSet(new User(
                    id,
                    user.get("name").asString(),
                    new User.Profile("", user.get("email").asString(), ""),
                    User.Identity.LOCAL,
                    Instant.EPOCH,
                    role(user.path("role").asString("")))));
        }
        Map<String, NodeId> ids = new HashMap<>();
        for (JsonNode node : json.get("nodes")) {
            Node made = node(node, users, ids.size());
            ids.put(node.get("name").asString(), made.id());
            tailnet = tailnet.after(new Change.NodeJoined(made));
        }
        return new CorpusCase(json, tailnet, ids);
    }

    private static User.Role role(String text) {
        return switch (text) {
            case "owner" -> User.Role.OWNER;
            case "admin" -> User.Role.ADMIN;
            default -> User.Role.MEMBER;
        };
    }

    private static Node node(JsonNode json, Map<String, UserId> users, int others) {
        long id = json.path("created").asLong(1_000 + others); // where it was not recorded: after those where it was
        List<Tag> tags = texts(json.path("tags")).stream().map(Tag::new).toList();
        UserId user = users.getOrDefault(json.path("user").asString(""), new UserId(1));
        List<Prefix> advertised =
                texts(json.path("routableIPs")).stream().map(Prefix::parse).toList();
        return SampleNode.numbered(id)
                .withName(SampleNode.named(json.get("name").asString()))
                .withOwner(tags.isEmpty() ? Ownership.of(user) : Ownership.tagged(user, tags))
                .withAddresses(List.of(
                        IpAddress.parse(json.get("ipv4").asString()),
                        IpAddress.parse(json.get("ipv6").asString())))
                .withApprovedRoutes(new TreeSet<>(texts(json.path("approvedRoutes")).stream()
                        .map(Prefix::parse)
                        .toList()))
                .withHost(
                        new Host(142, Hostinfo.builder().routableIps(advertised).build()))
                .withPresence(new Presence.Online());
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }
}
