package net.headscale.admin.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.http.Response;
import net.headscale.journal.PolicyVersion;
import net.headscale.journal.PolicyVersions;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.policy.Rejection;
import net.headscale.policy.Warning;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/policy`.
public final class PolicyEndpoints {
    private static final int MOST_VERSIONS = 100; // what a person looks through

    private static final Schema WARNINGS = Schema.listOf(Schema.object(
            Field.required("line", new Schema.Count(), "from 1"),
            Field.required("column", new Schema.Count(), "from 1"),
            Field.required("message", Schema.TEXT, "what its author should know")));
    private static final Schema VERSION = Schema.object(
            Field.required("version", Schema.ID, ""),
            Field.required("updatedAt", Schema.TIME, ""),
            Field.required("author", Schema.TEXT, "empty: not known"),
            Field.required("etag", Schema.TEXT, "SHA-256 of the text"));

    private final PolicyOwner owner;
    private final PolicyVersions versions;

    public PolicyEndpoints(PolicyOwner owner, PolicyVersions versions) {
        this.owner = owner;
        this.versions = versions;
    }

    /// Who says what the policy of the tailnet `default` is.
    public enum PolicyOwner {
        /// Administrators, by command and API.
        ADMINISTRATORS,
        /// The configuration: a file, or nobody.
        CONFIGURATION
    }

    /// All of them, questions about policies included.
    public List<Offer> offers() {
        Field text = Field.required("policy", Schema.TEXT, "HuJSON");
        Field expected = Field.of("expected", Schema.TEXT, "the etag that it must have now, as the header If-Match");
        return List.of(
                new Offer(
                        policy("GET", "getPolicy", "Shows the policy as it was written")
                                .query("version", Schema.ID, "an earlier one"),
                        this::get),
                new Offer(
                        policy("PUT", "setPolicy", "Replaces the policy")
                                .taking(text, expected)
                                .mayAnswer("warnings", WARNINGS),
                        this::set),
                new Offer(
                        Offer.operation(
                                        "GET",
                                        "policy/versions",
                                        "listPolicyVersions",
                                        "Lists versions, the newest first")
                                .answering("versions", Schema.listOf(VERSION)),
                        this::versions),
                new Offer(
                        Offer.operation("POST", "policy/check", "checkPolicy", "Checks a policy without setting it")
                                .taking(text)
                                .mayAnswer("warnings", WARNINGS),
                        PolicyEndpoints::check),
                PolicyQuestion.offer());
    }

    private static Operation policy(String method, String name, String summary) {
        return Offer.operation(method, "policy", name, summary)
                .answering("policy", Schema.TEXT)
                .answering("updatedAt", Schema.TIME);
    }

    /// The policy in force, or the one of `?version=`.
    JsonNode get(Call call) {
        Optional<String> version = call.request().query("version").filter(text -> !text.isEmpty());
        if (version.isPresent()) {
            var revision = new Revision(Call.number("version", version.get()));
            return versions.find(call.tailnet().id(), revision)
                    .map(PolicyEndpoints::shape)
                    .orElseThrow(() -> new Unanswerable(404, "the policy has no version " + version.get()));
        }
        PolicyText policy = call.tailnet().policy();
        if (policy.isNone()) {
            throw new Unanswerable(404, "acl policy not found"); // the words that tools look for
        }
        return shape(policy);
    }

    /// The newest versions, the newest first.
    JsonNode versions(Call call) {
        ArrayNode list = Shapes.list();
        versions.newest(call.tailnet().id(), MOST_VERSIONS).forEach(version -> list.add(shape(version)));
        return Shapes.of("versions", list);
    }

    JsonNode set(Call call) {
        boolean isDefault = call.tailnet().name().equals("default");
        if (isDefault && owner == PolicyOwner.CONFIGURATION) {
            throw new Unanswerable(400, "the configuration says what the policy is: set policy.mode to database");
        }
        String text = text(call);
        Policy policy = accepted(call, text);
        List<Warning> warnings = warnings(policy, call); // before its approvals are there
        PolicyText stored =
                call.submit(new SetPolicy(policy, text, call.caller().name(), expected(call)));
        return withWarnings(shape(stored), warnings);
    }

    static JsonNode check(Call call) {
        return withWarnings(Shapes.object(), warnings(accepted(call, text(call)), call));
    }

    /// What the editor began with: the header `If-Match`, or `expected` in the body.
    private static String expected(Call call) {
        String header = call.request().header("if-match").orElse("").strip();
        String etag = header.startsWith("W/") ? header.substring(2) : header;
        return etag.isEmpty() ? call.body().text("expected").orElse("") : etag.replace("\"", "");
    }

    private static String text(Call call) {
        return call.body().text("policy").orElseThrow(() -> new Unanswerable(400, "policy: is missing"));
    }

    /// @throws RefusedException if it is no policy, or its tests do not pass in the tailnet as it is
    private static Policy accepted(Call call, String text) {
        return switch (Policy.propose(text, call.tailnet())) {
            case Reading.Accepted(Policy policy) -> policy;
            case Reading.Refused(Rejection why) -> {
                String advice = why.advice().isEmpty() ? "" : " (" + why.advice() + ")";
                throw new RefusedException(
                        new Refusal.PolicyRejected(why.line(), why.column(), why.message() + advice));
            }
        };
    }

    private static ObjectNode shape(PolicyText policy) {
        return Shapes.object()
                .put("policy", policy.text())
                .put("updatedAt", policy.changedAt().toString());
    }

    /// A response with the `ETag` of the policy in it, where it holds one.
    public static Response tagged(Response response, JsonNode answer) {
        String text = answer.path("policy").asString("");
        return text.isEmpty()
                ? response
                : response.withHeader("etag", "\"" + new PolicyText(text, Instant.EPOCH).etag() + "\"");
    }

    private static ObjectNode shape(PolicyVersion version) {
        return Shapes.object()
                .put("version", Long.toString(version.revision().value()))
                .put("updatedAt", version.changedAt().toString())
                .put("author", version.author())
                .put("etag", version.etag());
    }

    private static List<Warning> warnings(Policy policy, Call call) {
        return Stream.concat(
                        policy.warnings().stream(),
                        policy
                                .shadows(
                                        call.tailnet(),
                                        call.view().surroundings().own())
                                .stream())
                .toList();
    }

    /// The peer's answers know of no warnings: the field is there only when there are any.
    private static JsonNode withWarnings(ObjectNode answer, List<Warning> warnings) {
        for (Warning warning : warnings) {
            answer.withArray("warnings")
                    .add(Shapes.object()
                            .put("line", warning.line())
                            .put("column", warning.column())
                            .put("message", warning.message()));
        }
        return answer;
    }
}
