package net.headscale.journal.memory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.headscale.journal.Batch;
import net.headscale.journal.JournalClash;
import net.headscale.journal.Touched;
import net.headscale.tailnet.IdMap;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// All tailnets at one moment, and who has what only one can have. Immutable.
///
/// @param claims each claim with the tailnet that made it
record Shelf(IdMap<TailnetId, Tailnet> tailnets, PMap<Claim, TailnetId> claims) {
    static final Shelf EMPTY = new Shelf(IdMap.empty(), HashTreePMap.empty());

    Optional<Tailnet> find(TailnetId id) {
        return tailnets.find(id);
    }

    boolean isNamed(String name) {
        return claims.containsKey(new Claim.TailnetName(name));
    }

    /// @throws JournalClash if somebody has what the new tailnet claims
    Shelf plus(Tailnet tailnet) {
        if (tailnets.contains(tailnet.id())) {
            throw new JournalClash("another tailnet has the id " + tailnet.id(), null);
        }
        return replaced(tailnet).claimed(tailnet.id(), Claim.of(tailnet, Touched.all(tailnet)));
    }

    Shelf minus(TailnetId id) {
        return tailnets.find(id)
                .map(tailnet -> released(Claim.of(tailnet, Touched.all(tailnet))))
                .map(rest -> new Shelf(rest.tailnets.without(id), rest.claims))
                .orElse(this);
    }

    /// `tailnet` in the place of the one with its id; its claims have not changed.
    Shelf replaced(Tailnet tailnet) {
        return new Shelf(tailnets.with(tailnet.id(), tailnet), claims);
    }

    /// Everything is let go of before anything is claimed, so that names and addresses can change hands.
    ///
    /// @throws JournalClash if two claim the same
    Shelf after(List<Batch> batches) {
        Shelf result = this;
        for (Batch batch : batches) {
            Touched touched = Touched.by(batch.changes());
            result =
                    result.released(result.find(batch.tailnet()).stream().flatMap(before -> Claim.of(before, touched)));
        }
        for (Batch batch : batches) {
            Touched touched = Touched.by(batch.changes());
            result = result.replaced(batch.after()).claimed(batch.tailnet(), Claim.of(batch.after(), touched));
        }
        return result;
    }

    private Shelf released(Stream<Claim> gone) {
        return new Shelf(tailnets, claims.minusAll(gone.toList()));
    }

    private Shelf claimed(TailnetId owner, Stream<Claim> wanted) {
        PMap<Claim, TailnetId> result = claims;
        for (Claim claim : wanted.toList()) {
            if (result.containsKey(claim)) {
                throw new JournalClash(claim + " is taken", null);
            }
            result = result.plus(claim, owner);
        }
        return new Shelf(tailnets, result);
    }
}
