package net.headscale.admin;

import java.util.List;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.policy.Rejection;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.PolicyText;
import tools.jackson.databind.JsonNode;

/// `/api/v1/policy`.
final class PolicyEndpoints {
    private final PolicyOwner owner;

    PolicyEndpoints(PolicyOwner owner) {
        this.owner = owner;
    }

    /// Who says what the policy of the tailnet `default` is.
    public enum PolicyOwner {
        /// Administrators, by command and API.
        ADMINISTRATORS,
        /// The configuration: a file, or nobody.
        CONFIGURATION
    }

    List<Offer> offers() {
        Field text = Field.required("policy", Schema.TEXT, "HuJSON");
        return List.of(
                new Offer(policy("GET", "getPolicy", "Shows the policy as it was written"), PolicyEndpoints::get),
                new Offer(policy("PUT", "setPolicy", "Replaces the policy").taking(text), this::set),
                new Offer(
                        Offer.operation("POST", "policy/check", "checkPolicy", "Checks a policy without setting it")
                                .taking(text),
                        PolicyEndpoints::check));
    }

    private static Operation policy(String method, String name, String summary) {
        return Offer.operation(method, "policy", name, summary)
                .answering("policy", Schema.TEXT)
                .answering("updatedAt", Schema.TIME);
    }

    static JsonNode get(Call call) {
        PolicyText policy = call.tailnet().policy();
        if (policy.isNone()) {
            throw new Unanswerable(404, "acl policy not found"); // the words that tools look for
        }
        return shape(policy);
    }

    JsonNode set(Call call) {
        boolean isDefault = call.tailnet().name().equals("default");
        if (isDefault && owner == PolicyOwner.CONFIGURATION) {
            throw new Unanswerable(400, "the configuration says what the policy is: set policy.mode to database");
        }
        String text = text(call);
        check(text);
        PolicyText stored = call.submit(scene -> {
            var policy = new PolicyText(text, scene.now());
            return Decision.of(new Change.PolicySet(policy), policy);
        });
        return shape(stored);
    }

    static JsonNode check(Call call) {
        check(text(call));
        return Shapes.object();
    }

    private static String text(Call call) {
        return call.body().text("policy").orElseThrow(() -> new Unanswerable(400, "policy: is missing"));
    }

    private static void check(String text) {
        if (Policy.parse(text) instanceof Reading.Refused(Rejection why)) {
            String advice = why.advice().isEmpty() ? "" : " (" + why.advice() + ")";
            throw new RefusedException(new Refusal.PolicyRejected(why.line(), why.column(), why.message() + advice));
        }
    }

    private static JsonNode shape(PolicyText policy) {
        return Shapes.object()
                .put("policy", policy.text())
                .put("updatedAt", policy.changedAt().toString());
    }
}
