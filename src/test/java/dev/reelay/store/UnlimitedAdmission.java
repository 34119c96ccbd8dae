package dev.reelay.store;

import java.util.Optional;

/** Admits each create, and counts all there is to count. */
public final class UnlimitedAdmission implements CallerUsage.Admission {
    @Override
    public CallerUsage.Scope scope() {
        return new CallerUsage.Scope(Integer.MAX_VALUE, true, true, Optional.of("total"));
    }

    @Override
    public void admit(CallerUsage usage) {
        // no limit
    }
}
