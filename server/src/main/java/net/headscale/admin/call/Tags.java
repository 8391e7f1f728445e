package net.headscale.admin.call;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.netmap.View;
import net.headscale.tailnet.Tag;

/// The tags that a request names.
public final class Tags {
    private Tags() {}

    /// @throws Unanswerable if one is not a tag
    public static SortedSet<Tag> parse(List<String> texts) {
        SortedSet<Tag> tags = new TreeSet<>();
        for (String text : texts) {
            try {
                tags.add(new Tag(text));
            } catch (IllegalArgumentException e) {
                throw new Unanswerable(400, "tags: " + e.getMessage());
            }
        }
        return tags;
    }

    /// An access token makes keys of tags only, of those that the policy knows and it may give.
    ///
    /// @throws Unanswerable with 403 if an access token asks for others, or for none
    public static void checkOfToken(Call call, SortedSet<Tag> tags) {
        if (call.caller().powers() instanceof Powers.Scoped token) {
            if (tags.isEmpty()) {
                throw new Unanswerable(403, "an access token makes keys of tags only: name some in aclTags");
            }
            checkKnown(call.view(), tags);
            token.requireTags(call.view(), tags);
        }
    }

    /// @throws RefusedException if the policy does not know one: nobody could own what is given to it
    public static void checkKnown(View view, SortedSet<Tag> tags) {
        List<String> unknown = tags.stream()
                .filter(tag -> !view.derived().policy().isKnown(tag))
                .map(Tag::text)
                .toList();
        if (!unknown.isEmpty()) {
            throw new RefusedException(new Refusal.Unfit("requested tags " + unknown
                    + " are invalid or not permitted: the policy has no tagOwners for them"));
        }
    }
}
