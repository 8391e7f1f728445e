package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.Ssh;
import org.junit.jupiter.api.Test;

/// Tailscale SSH, by the policy's rules.
@Scenario
class SshTest {
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final Results RESULTS = Results.of("policy");
    private static final Duration GOAL = Duration.ofMillis(500);
    private static final Duration MOST = GOAL.multipliedBy(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern CHECK = Pattern.compile("/auth/(hskey-authreq-[0-9A-Za-z-]+)");
    private static final String OPEN = "\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:*\"]}]";

    private static String policy(String ssh) {
        return "{" + OPEN + ", \"ssh\": [" + ssh + "]}";
    }

    private static String rule(String action, String more) {
        return """
                {"action": "%s", "src": ["ana@"], "dst": ["ana@"], "users": ["root"]%s}""".formatted(action, more);
    }

    private static Outcome login(RealClient from, String user, RealClient to) {
        return Ssh.run(from.host(), user, to.status().self().ipv4(), "hostname");
    }

    private static boolean isIn(RealClient from, RealClient to) {
        return login(from, "root", to).succeeded();
    }

    @Test
    void a_rule_lets_its_users_in_until_it_or_the_whole_section_is_gone(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(policy(rule("accept", "")));
        RealClient box = testbed.joinAs("ana", "box", "--ssh");
        RealClient desk = testbed.joinAs("ana", "desk");
        RealClient ben = testbed.joinAs("ben", "ben");

        Await.until("a login", PATIENCE, () -> isIn(desk, box));
        assertThat(login(desk, "root", box).out().strip()).isEqualTo("box");
        assertThat(login(desk, "nobody", box).succeeded()).isFalse();
        assertThat(isIn(ben, box)).isFalse();

        Duration revoked = Results.timeOf(() -> testbed.policy("{" + OPEN + "}"))
                .plus(Await.until("the end of logins", PATIENCE, () -> !isIn(desk, box)));
        Duration granted = Results.timeOf(() -> testbed.policy(policy(rule("accept", ""))))
                .plus(Await.until("logins again", PATIENCE, () -> isIn(desk, box)));

        assertThat(RESULTS.record("SSH is revoked with its section", GOAL, List.of(revoked)))
                .isLessThan(MOST);
        assertThat(RESULTS.record("SSH is granted again", GOAL, List.of(granted)))
                .isLessThan(MOST);
    }

    @Test
    void a_checked_login_waits_for_an_administrator_and_counts_for_its_period(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(policy(rule("check", ", \"checkPeriod\": \"15s\"")));
        RealClient box = testbed.joinAs("ana", "box", "--ssh");
        RealClient desk = testbed.joinAs("ana", "desk");
        Await.until("box to be seen", PATIENCE, () -> desk.status().seesOnline("box"));

        Program first = start(desk, box, "first");
        String check = checkOf(first);
        assertThat(first.isRunning()).isTrue();
        assertThat(desk.host()
                        .run("curl", "--silent", Headscale.URL + "/auth/" + check)
                        .out())
                .contains("desk")
                .contains("headscale auth approve");
        testbed.headscale().run("auth", "approve", "--auth-id", check);

        assertThat(first.exit(PATIENCE)).isZero();
        assertThat(first.log()).contains("box");
        assertThat(isIn(desk, box)).isTrue(); // within the period
        Program later = Await.value("the end of the period", PATIENCE.multipliedBy(2), () -> {
                    Program next = start(desk, box, "next-" + System.nanoTime());
                    Await.until(
                            "an answer",
                            PATIENCE,
                            () -> !next.isRunning() || CHECK.matcher(next.log()).find());
                    return next.isRunning() ? java.util.Optional.of(next) : java.util.Optional.empty();
                })
                .value();
        testbed.headscale().run("auth", "reject", "--auth-id", checkOf(later));
        assertThat(later.exit(PATIENCE)).isNotZero();
        if (IS_FULL) {
            aRestartAsksAnew(testbed, desk, box);
            nobodyDecides(testbed, desk, box);
        }
    }

    /// A server that starts again knows no check: the login that waits gets another, and goes on by that.
    private static void aRestartAsksAnew(Testbed testbed, RealClient desk, RealClient box) {
        testbed.policy(policy(rule("check", ", \"checkPeriod\": \"always\"")));
        testbed.headscale().configure(Map.of("tuning", "{\"register_cache_expiration\": \"1m\"}"));
        Program waiting = start(desk, box, "waiting");
        String lost = checkOf(waiting);

        testbed.server().stop();
        testbed.headscale().serve();

        Await.until("another check", PATIENCE, () -> !lastCheckOf(waiting).equals(lost));
        testbed.headscale().run("auth", "approve", "--auth-id", lastCheckOf(waiting));
        assertThat(waiting.exit(PATIENCE)).isZero();
    }

    private static void nobodyDecides(Testbed testbed, RealClient desk, RealClient box) {
        Program waiting = start(desk, box, "unapproved");
        String check = checkOf(waiting);

        assertThat(waiting.exit(PATIENCE.plusMinutes(1))).isNotZero();
        assertThat(testbed.headscale()
                        .attempt("auth", "approve", "--auth-id", check)
                        .succeeded())
                .isFalse();
    }

    @Test
    void tags_and_own_nodes_are_entered_as_the_rules_say(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("{\"tagOwners\": {\"tag:srv\": []}, " + OPEN + """
                , "groups": {"group:admins": ["ana@"]},
                "ssh": [{"action": "accept", "src": ["group:admins"], "dst": ["tag:srv"], "users": ["root"]},
                        {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]}]}""");
        RealClient srv =
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:srv"), "srv", "--ssh");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben", "--ssh");
        RealClient phone = testbed.joinAs("ben", "phone");

        Await.until("ana on srv", PATIENCE, () -> isIn(ana, srv));
        Await.until("ben on his own node", PATIENCE, () -> isIn(phone, ben));
        assertThat(isIn(ben, srv)).isFalse();
        assertThat(isIn(ana, ben)).isFalse();
    }

    @Test
    void a_user_logs_in_by_the_part_of_his_address_before_the_at_and_by_nobody_elses(Testbed testbed) {
        testbed.user("ana");
        testbed.headscale().run("-n", Testbed.NAMESPACE, "users", "create", "mail", "--email", "nobody@example.com");
        testbed.headscale()
                .run("-n", Testbed.NAMESPACE, "users", "create", "away", "--email", "nobody@elsewhere.example");
        testbed.policy("{\"tagOwners\": {\"tag:srv\": []}, " + OPEN + """
                , "ssh": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:srv"],
                           "users": ["localpart:*@example.com"]}]}""");
        RealClient srv =
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:srv"), "srv", "--ssh");
        RealClient mail = testbed.joinAs("mail", "mail");
        RealClient away = testbed.joinAs("away", "away");

        Await.until("a login by its own name", PATIENCE, () -> isAdmitted(login(mail, "nobody", srv)));
        assertThat(isAdmitted(login(mail, "root", srv))).isFalse();
        assertThat(isAdmitted(login(away, "nobody", srv))).isFalse();

        testbed.policy("{\"tagOwners\": {\"tag:srv\": []}, " + OPEN + """
                , "ssh": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:srv"],
                           "users": ["localpart:*@example.com", "root"]}]}""");
        Await.until("root beside the names", PATIENCE, () -> isIn(away, srv));
        assertThat(isAdmitted(login(away, "nobody", srv))).isFalse();
    }

    /// Whether the policy let it in: users such as `nobody` have a shell that only says that they have none.
    private static boolean isAdmitted(Outcome login) {
        return login.succeeded() || (login.out() + login.err()).contains("account is currently not available");
    }

    private static Program start(RealClient from, RealClient to, String name) {
        return Ssh.start(from.host(), "ssh-" + name, "root", to.status().self().ipv4(), "hostname");
    }

    private static String checkOf(Program ssh) {
        Await.until(
                "the page to visit", PATIENCE, () -> CHECK.matcher(ssh.log()).find());
        return lastCheckOf(ssh);
    }

    private static String lastCheckOf(Program ssh) {
        return CHECK.matcher(ssh.log())
                .results()
                .reduce((_, next) -> next)
                .map(check -> check.group(1))
                .orElse("none");
    }
}
