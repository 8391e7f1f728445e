package net.headscale.registration;

import net.headscale.coordinator.Refusal;
import net.headscale.journal.Amount;

/// Refusals in the words that a node's user reads behind `backend error:`.
final class Refusals {
    private Refusals() {}

    static String text(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Unfit(String why) -> why;
            case Refusal.PreauthKeyUnknown _ -> "invalid pre auth key";
            case Refusal.Exhausted(String what) -> "no more " + what + " on this server";
            case Refusal.LimitReached(Amount most, String _) ->
                "this tailnet takes no more than " + most + "; ask its administrator";
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
