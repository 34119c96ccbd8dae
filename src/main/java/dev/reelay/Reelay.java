package dev.reelay;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public final class Reelay {
    public static void main(String[] args) {
        Quarkus.run(args);
    }
}
