package net.headscale.admin.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.credential.KeyText;
import net.headscale.credential.TokenSeal;
import net.headscale.http.Request;
import net.headscale.journal.ApiKey;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.Journal;
import net.headscale.journal.OAuthClients;
import net.headscale.tailnet.Tag;

/// What somebody who asks may do: everything, or everything in one tailnet.
public sealed interface Access {
    /// Every tailnet, and the server itself.
    record WholeServer() implements Access {}

    /// One tailnet.
    record OneTailnet(TailnetWriter writer) implements Access {}

    /// @throws Unanswerable with 404 unless this is access to the whole server; no hint that there is more
    default void requireWholeServer() {
        if (!(this instanceof WholeServer)) {
            throw new Unanswerable(404, "not found");
        }
    }

    /// The tailnet that a request is about.
    ///
    /// @throws RefusedException if there is none of that name, or none that this access knows
    default TailnetWriter tailnet(Request request, Coordinator coordinator) {
        Optional<String> named = request.header("headscale-tailnet").filter(name -> !name.isEmpty());
        return switch (this) {
            case WholeServer _ -> coordinator.require(named.orElse(Coordinator.DEFAULT_TAILNET));
            case OneTailnet(TailnetWriter writer) -> {
                String own = writer.current().tailnet().name();
                if (named.isPresent() && !named.get().equals(own)) {
                    throw new RefusedException(new Refusal.TailnetUnknown(named.get()));
                }
                yield writer;
            }
        };
    }

    /// What a credential opens that this access makes: what its maker named, everything or one tailnet.
    default ApiKey.Scope given(Call call) {
        boolean namesTailnet = call.request().header("headscale-tailnet").isPresent();
        return this instanceof WholeServer && !namesTailnet
                ? new ApiKey.Scope.WholeServer()
                : new ApiKey.Scope.OneTailnet(call.tailnet().id());
    }

    /// Whether this access knows of a credential: those of its own tailnet, or all.
    default boolean sees(ApiKey.Scope scope) {
        return switch (this) {
            case WholeServer _ -> true;
            case OneTailnet(var writer) ->
                scope.equals(
                        new ApiKey.Scope.OneTailnet(writer.current().tailnet().id()));
        };
    }

    /// Who asks.
    ///
    /// @param access what they may reach
    /// @param powers what they may do there
    /// @param name for people who look at it later: `local socket`, or the public part of a key or token
    record Caller(Access access, Powers powers, String name) {}

    /// Looks at who asks. Thread-safe.
    final class Gate {
        private static final String SCHEME = "Bearer ";
        private static final Duration LAST_USE_GRAIN = Duration.ofMinutes(1); // a write a minute and key, no more

        private final Coordinator coordinator;
        private final ApiKeys keys;
        private final OAuthClients clients;
        private final TokenSeal seal;
        private final InstantSource clock;

        /// @param seal of the access tokens that are accepted
        public Gate(Coordinator coordinator, Journal journal, TokenSeal seal, InstantSource clock) {
            this.coordinator = coordinator;
            this.keys = journal.apiKeys();
            this.clients = journal.oauthClients();
            this.seal = seal;
            this.clock = clock;
        }

        /// A process that may open the unix socket may do everything; others show a key or an access token.
        ///
        /// @throws Unanswerable with 401 if none fits
        public Caller of(Request request) {
            if (request.source() instanceof Request.Source.LocalSocket) {
                return new Caller(new WholeServer(), new Powers.All(), "local socket");
            }
            return request.header("authorization")
                    .filter(value -> value.startsWith(SCHEME))
                    .map(value -> value.substring(SCHEME.length()))
                    .flatMap(shown -> KeyText.parse(KeyText.Kind.API, shown)
                            .flatMap(this::open)
                            .or(() -> seal.read(shown).flatMap(this::open)))
                    .orElseThrow(() -> new Unanswerable(401, "Unauthorized"));
        }

        /// A token opens what its client does, as long as there is such a client.
        private Optional<Caller> open(TokenSeal.Token token) {
            if (!clock.instant().isBefore(token.expiresAt())) {
                return Optional.empty();
            }
            SortedSet<Tag> tags = new TreeSet<>();
            token.tags().forEach(text -> tags.add(new Tag(text)));
            var powers = new Powers.Scoped(token.scopes(), tags);
            return clients.find(token.client())
                    .flatMap(client -> access(client.scope()))
                    .map(access -> new Caller(access, powers, TokenSeal.masked(token.client())));
        }

        private Optional<Caller> open(KeyText shown) {
            Instant now = clock.instant();
            Optional<ApiKey> found = keys.withPrefix(shown.prefix())
                    .filter(key -> shown.fits(key.secret().hash()))
                    .filter(key -> !key.isExpired(now));
            var secret = new ApiKey.Secret(shown.prefix(), shown.hash()); // differs where it was imported
            found.filter(key -> key.lastUsedAt().plus(LAST_USE_GRAIN).isBefore(now)
                            || !key.secret().equals(secret))
                    .ifPresent(key -> keys.used(key.id(), secret, now));
            return found.flatMap(key -> access(key.scope()))
                    .map(access -> new Caller(access, new Powers.All(), KeyText.Kind.API.masked(shown.prefix())));
        }

        private Optional<Access> access(ApiKey.Scope scope) {
            return switch (scope) {
                case ApiKey.Scope.WholeServer _ -> Optional.of(new WholeServer());
                case ApiKey.Scope.OneTailnet(var id) -> coordinator.find(id).map(OneTailnet::new);
            };
        }
    }
}
