package net.headscale.registration;

import net.headscale.coordinator.Refusal;

/// Refusals in the words that a node's user reads behind `backend error:`.
final class Refusals {
    private Refusals() {}

    static String text(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Unfit(String why) -> why;
            case Refusal.PreauthKeyUnknown _ -> "invalid pre auth key";
            case Refusal.Exhausted(String what) -> "no more " + what + " on this server";
            case Refusal.LimitReached(String what, int most, String _) ->
                "this tailnet takes no more " + what + " than the " + most + " that it has; ask its administrator";
            case Refusal.Busy _ -> "the server is busy, try again";
            case Refusal.TailnetUnknown _,
                    Refusal.NodeUnknown _,
                    Refusal.UserUnknown _,
                    Refusal.LoginUnknown _,
                    Refusal.NameTaken _,
                    Refusal.NameUnfit _,
                    Refusal.NotEmpty _,
                    Refusal.PolicyRejected _,
                    Refusal.PolicyChanged _ -> "registration refused";
        };
    }
}
