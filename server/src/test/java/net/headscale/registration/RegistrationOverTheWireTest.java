package net.headscale.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import net.headscale.control.TestServer;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.RefusedException;
import net.headscale.credential.ImportedHash;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.PolicyText;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.Pending;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.RegisterResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationOverTheWireTest {
    private static final Instant LOGOUT = Instant.ofEpochSecond(123); // what the real client sends
    private static final Duration MOMENT = Duration.ofMillis(200);

    private TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static RegisterResponse ask(SimulatedClient client) {
        return client.register(client.registration().build());
    }

    private static Pending<RegisterResponse> followUp(SimulatedClient client, String url) {
        return client.registerHeld(client.registration().followup(url).build());
    }

    @Test
    void an_auth_key_lets_a_node_in_under_its_owners_login_name() {
        var client = server.client("laptop");

        var answer = client.join(server.singleUseKey());

        assertThat(answer.error()).isEmpty();
        assertThat(answer.authUrl()).isEmpty();
        assertThat(answer.machineAuthorized()).isTrue();
        assertThat(answer.login().loginName()).isNotEmpty();
        var node = server.node(client).orElseThrow();
        assertThat(node.keys().machine()).isEqualTo(client.identity().machineKey());
        assertThat(node.addresses()).hasSize(2);
    }

    @Test
    void the_policy_says_which_addresses_a_new_node_gets() {
        String key = server.preauthKey(server.tailnet(), true, Duration.ofHours(1));
        policy("{\"nodeAttrs\": [{\"target\": [\"autogroup:member\"], \"ipPool\": [\"100.81.7.0/24\"]}]}");
        var pooled = server.client("pooled");
        pooled.join(key);
        policy("{\"disableIPv4\": true}");
        var modern = server.client("modern");
        modern.join(key);

        assertThat(server.node(pooled).orElseThrow().ipv4()).hasToString("Optional[100.81.7.1]");
        assertThat(server.node(modern).orElseThrow().addresses())
                .singleElement()
                .matches(IpAddress::isIpv6);
    }

    private void policy(String text) {
        server.tailnet()
                .submit(_ -> Decision.of(new Change.PolicySet(new PolicyText(text, Instant.EPOCH, "test")), true));
    }

    @Test
    void a_single_use_key_lets_in_one_node_and_says_so_to_the_next() {
        String key = server.singleUseKey();
        assertThat(server.client("first").join(key).error()).isEmpty();

        assertThat(server.client("second").join(key).error()).isEqualTo("authkey already used");
        assertThat(server.tailnet().current().tailnet().nodes().size()).isOne();
    }

    @Test
    void a_reusable_key_lets_in_many_until_it_runs_out() {
        String key = server.preauthKey(server.tailnet(), true, Duration.ofHours(1));
        assertThat(server.client("first").join(key).error()).isEmpty();
        assertThat(server.client("second").join(key).error()).isEmpty();

        server.clock.advance(Duration.ofHours(1));

        assertThat(server.client("third").join(key).error()).isEqualTo("authkey expired");
    }

    @Test
    void a_key_that_is_none_is_refused_in_the_same_words_however_wrong() {
        String key = server.reusableKey();
        String otherSecret = key.substring(0, key.length() - 4) + (key.endsWith("0000") ? "1111" : "0000");

        for (String wrong : new String[] {"nonsense", "tskey-auth-abc", otherSecret}) {
            assertThat(server.client("laptop").join(wrong).error()).as(wrong).isEqualTo("invalid pre auth key");
        }
    }

    @Test
    void an_imported_key_works_and_is_kept_in_our_scheme_from_then_on() {
        String secret = "Ab-_".repeat(16);
        String key = "hskey-auth-a-b_c-d-e-f--" + secret;
        server.importedKey("a-b_c-d-e-f-", ImportedHash.bcrypt(secret));

        assertThat(server.client("first").join(key).error()).isEmpty();

        var kept = server.tailnet().current().tailnet().preauthKeyWithPrefix("a-b_c-d-e-f-");
        assertThat(kept.orElseThrow().secret().hash()).startsWith("sha256:");
        assertThat(server.client("second").join(key).error()).isEmpty();
        assertThat(server.client("third").join(key.toLowerCase(Locale.ROOT)).error())
                .isEqualTo("invalid pre auth key");
    }

    @Test
    void a_node_restarted_with_its_spent_key_is_answered_without_side_effects() {
        var client = server.client("laptop");
        String key = server.singleUseKey();
        client.join(key);
        var before = server.node(client).orElseThrow();
        server.clock.advance(Duration.ofMinutes(1));

        assertThat(server.closed(client.restarted()).join(key).error()).isEmpty();
        assertThat(ask(server.closed(client.restarted())).authUrl()).isEmpty();

        assertThat(server.node(client)).contains(before);
        assertThat(before.lifetime().keyExpiry()).isEqualTo(Lifetime.NEVER);
    }

    @Test
    void a_web_login_is_held_until_a_person_decides_and_then_completes_at_once() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        assertThat(url).startsWith(TestServer.PUBLIC_URL + "/register/");
        var held = followUp(client, url);
        assertThatThrownBy(() -> held.await(MOMENT)).isInstanceOf(ClientFailure.DeadlinePassed.class);

        server.approve(url.substring(url.lastIndexOf('/') + 1));

        assertThat(held.await().machineAuthorized()).isTrue();
        assertThat(server.node(client)).isPresent();
    }

    @Test
    void a_login_is_also_let_in_by_its_machine_key() {
        for (boolean isBare : new boolean[] {false, true}) {
            var client = server.client("laptop");
            var held = followUp(client, ask(client).authUrl());
            String key = client.identity().machineKey().toString();

            server.approve(isBare ? key.substring("mkey:".length()) : key);

            assertThat(held.await().machineAuthorized()).isTrue();
        }
    }

    @Test
    void a_followup_after_the_decision_is_answered_at_once() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        server.approve(url.substring(url.lastIndexOf('/') + 1));

        assertThat(followUp(client, url).await().machineAuthorized()).isTrue();
    }

    @Test
    void a_followup_of_an_unknown_login_gets_a_new_url() {
        var client = server.client("laptop");

        var answer = followUp(client, TestServer.PUBLIC_URL + "/register/hskey-authreq-" + "0".repeat(32))
                .await();

        assertThat(answer.authUrl())
                .startsWith(TestServer.PUBLIC_URL + "/register/")
                .doesNotEndWith("0".repeat(32));
        assertThat(answer.machineAuthorized()).isFalse();
    }

    @Test
    void a_login_that_waits_while_the_server_restarts_can_still_be_finished() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        server = server.restart();
        var same = server.closed(
                SimulatedClient.of(client.identity(), server.client("laptop").profile()));
        var held = followUp(same, url);

        server.approve(url.substring(url.lastIndexOf('/') + 1));

        assertThat(held.await().machineAuthorized()).isTrue();
    }

    @Test
    void a_login_waits_for_a_quarter_of_an_hour_and_no_longer() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        String authId = url.substring(url.lastIndexOf('/') + 1);
        server.clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(server.registrar.waiting(authId)).isPresent();

        server.clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> server.approve(authId)).isInstanceOf(RefusedException.class);
        assertThat(server.node(client)).isEmpty();
    }

    @Test
    void a_client_whose_login_has_run_out_is_given_a_new_url() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        server.clock.advance(Duration.ofMinutes(15));

        String next = followUp(client, url).await().authUrl();

        assertThat(next).isNotEmpty().isNotEqualTo(url);
        server.approve(next.substring(next.lastIndexOf('/') + 1));
        assertThat(server.node(client)).isPresent();
    }

    @Test
    void a_new_login_on_the_same_machine_keeps_node_id_name_and_addresses() {
        var client = server.joined("laptop");
        var before = server.node(client).orElseThrow();
        var rotated = server.closed(client.rotated());

        rotated.join(server.reusableKey());

        var after = server.node(rotated).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.addresses()).isEqualTo(before.addresses());
        assertThat(after.name()).isEqualTo(before.name());
        assertThat(server.node(client)).isEmpty();
    }

    @Test
    void a_logout_counts_even_if_the_request_carries_an_auth_key() {
        var client = server.joined("laptop");

        var answer = client.register(client.registration()
                .expiry(LOGOUT)
                .authKey(server.reusableKey())
                .build());

        assertThat(answer.nodeKeyExpired()).isTrue();
        assertThat(server.node(client).orElseThrow().isExpired(server.clock.instant()))
                .isTrue();
        assertThat(ask(client).nodeKeyExpired()).isTrue();
    }

    @Test
    void a_wish_for_a_shorter_life_is_granted_and_for_a_longer_one_is_not() {
        var client = server.joined("laptop");
        Instant soon = server.clock.instant().plus(Duration.ofHours(1));

        client.register(client.registration().expiry(soon).build());
        client.register(
                client.registration().expiry(soon.plus(Duration.ofDays(1))).build());

        assertThat(server.node(client).orElseThrow().lifetime().keyExpiry()).isEqualTo(soon);
    }

    @Test
    void a_client_that_is_too_old_is_told() {
        var old = server.client("laptop");
        var client = server.closed(old.as(old.profile().withVersion(112)));

        var failure = catchThrowableOfType(ClientFailure.UnexpectedStatus.class, () -> ask(client));

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.text()).contains("unsupported client version");
    }
}
