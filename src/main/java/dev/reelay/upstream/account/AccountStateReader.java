package dev.reelay.upstream.account;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Reads account states for metrics and health without locking. Do not base decisions on them. */
@ApplicationScoped
public class AccountStateReader {
    private static final String SELECT_STATES = """
            select name,
                (select count(*) from upstream_request
                    where account = name and sent_at > now() - interval '61 seconds'),
                (select count(*) from video
                    where account = name and (status not in ('COMPLETED', 'FAILED') or occupied_until > now())),
                paused_until > now(), set_aside_until > now()
            from upstream_account where name in (:names)""";

    /** Returns the states of these accounts; leaves out accounts that have not been used yet. */
    @WithSession
    public Uni<List<AccountState>> of(Collection<String> names) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SELECT_STATES, Object[].class).setParameter("names", names)
                        .getResultList())
                .map(rows -> rows.stream().map(row -> new AccountState((String) row[0], (Long) row[1], (Long) row[2],
                        (Boolean) row[3], (Boolean) row[4])).toList());
    }
}
