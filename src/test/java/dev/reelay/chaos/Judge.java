package dev.reelay.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Holds what clients, upstreams, receivers and the database wrote down against the rules. */
public final class Judge {
    static final List<Rule> RULES = List.of(
            new Rule("nothing accepted is lost", VideoRules::acceptedIsKept),
            new Rule("each end is true", VideoRules::endsAreTrue),
            new Rule("a settled video never changes", VideoRules::settledStays),
            new Rule("only what is committed is seen", VideoRules::seenIsStored),
            new Rule("nothing is bought twice", PurchaseRules::boughtOnce),
            new Rule("one idempotency key, one video", PurchaseRules::oneVideoForAKey),
            new Rule("accounts keep their limits", PurchaseRules::accountsKeepTheirLimit),
            new Rule("no answer is a defect", ReaderRules::nothingIsADefect),
            new Rule("readers go forward", ReaderRules::readersGoForward),
            new Rule("watchers miss and repeat nothing", ReaderRules::watchersMissNothing),
            new Rule("followers miss and repeat nothing", ReaderRules::followersMissNothing),
            new Rule("keys keep their limits", LimitRules::limitsHold),
            new Rule("budgets hold", LimitRules::budgetsHold),
            new Rule("leases hold", LeaseRules::leasesHold),
            new Rule("rows go forward", LeaseRules::rowsGoForward),
            new Rule("the ledger is exact", LedgerRules::ledgerIsExact),
            new Rule("each byte is the upstream's", ContentRules::bytesAreTheUpstreams),
            new Rule("webhooks arrive", WebhookRules::eventsArrive));

    private Judge() {
    }

    /** Returns what broke the rules. */
    static List<Violation> judge(Evidence evidence) {
        return RULES.stream().flatMap(rule -> rule.judge(evidence)).toList();
    }

    /** Judges former runs again; the arguments are their folders. */
    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            List<Violation> found = judge(new Evidence(History.read(Path.of(folder)), Books.read(Path.of(folder))));
            System.out.println(folder + ": " + found.size() + " violations");
            found.forEach(System.out::println);
        }
    }
}
